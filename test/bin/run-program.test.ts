import { captureProgram } from '../../bin/run-program';

const HERE = { cwd: __dirname, environment: process.env };

describe('a program whose output is kept', () => {
  // Pipes deliver in pieces, which may end within a character.
  it.each([0, 1, 2])('loses no character of what it says, %d bytes on', async (offset) => {
    const text = 'x'.repeat(offset) + '默认'.repeat(80_000);
    const echo = 'process.stdin.pipe(process.stdout)';
    const { code, stdout } = await captureProgram(process.execPath, ['-e', echo], HERE, text);
    expect(code).toBe(0);
    expect(stdout === text).toBe(true);
  });

  it('may fail, and says why', async () => {
    const fail = 'console.error("no"); process.exitCode = 3';
    await expect(captureProgram(process.execPath, ['-e', fail], HERE)).resolves.toEqual({
      code: 3,
      stdout: '',
      stderr: 'no\n',
    });
  });
});
