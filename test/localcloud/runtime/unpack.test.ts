import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zip } from '../../../infra/bundle/zip';
import { unpack } from '../../../localcloud/runtime/unpack';

const CENTRAL_HEADER = Buffer.from('PK\x01\x02', 'latin1');
const UNCOMPRESSED_SIZE_OFFSET = 24;

describe('unpacking', () => {
  let parent: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'scf-chat-test-'));
  });
  afterEach(() => rm(parent, { recursive: true }));

  /** A zip whose second file is called `name`; no proper zip tool makes some of these. */
  async function zipWithName(name: string): Promise<Buffer> {
    const placeholder = 'x'.repeat(name.length);
    const made = await zip({ 'index.js': '', [placeholder]: 'text' });
    return Buffer.from(made.toString('latin1').replaceAll(placeholder, name), 'latin1');
  }

  it('puts every file where the zip says', async () => {
    const folder = await unpack(
      await zip({ 'index.js': 'code', 'lib/名.txt': '字' }),
      parent,
      'index.js',
    );
    expect(await readFile(join(folder, 'index.js'), 'utf8')).toBe('code');
    expect(await readFile(join(folder, 'lib', '名.txt'), 'utf8')).toBe('字');
  });

  it.each(['../evil.js', 'lib/../../evil.js', '/evil.js', 'C:/evil.js', '..\\evil.js'])(
    'refuses the path %s and leaves nothing behind',
    async (path) => {
      await expect(unpack(await zipWithName(path), parent, 'index.js')).rejects.toMatchObject({
        name: 'FunctionCodeError',
        code: 'PathEscapes',
      });
      expect(await readdir(parent)).toEqual([]);
    },
  );

  it('refuses what is no zip', async () => {
    await expect(unpack(Buffer.from('hello'), parent, 'index.js')).rejects.toMatchObject({
      code: 'UnreadableZip',
      cause: expect.anything() as unknown,
    });
    expect(await readdir(parent)).toEqual([]);
  });

  it('refuses a zip that is cut off or damaged', async () => {
    const whole = await zip({ 'index.js': 'x'.repeat(1000) });
    await expect(unpack(whole.subarray(0, 60), parent, 'index.js')).rejects.toMatchObject({
      code: 'UnreadableZip',
    });
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, 40, 45);
    await expect(unpack(damaged, parent, 'index.js')).rejects.toMatchObject({
      code: 'UnreadableZip',
    });
    expect(await readdir(parent)).toEqual([]);
  });

  it('refuses a zip without the handler’s file at its root', async () => {
    const code = await zip({ 'function/index.js': '' });
    await expect(unpack(code, parent, 'index.js')).rejects.toMatchObject({
      code: 'HandlerFileMissing',
      message: expect.stringContaining('index.js') as string,
    });
    expect(await readdir(parent)).toEqual([]);
  });

  it('refuses more than 500 MB unpacked before it writes any of it', async () => {
    const code = await zip({ 'index.js': 'x'.repeat(1000) });
    code.writeUInt32LE(
      500 * 1024 * 1024 + 1,
      code.indexOf(CENTRAL_HEADER) + UNCOMPRESSED_SIZE_OFFSET,
    );
    await expect(unpack(code, parent, 'index.js')).rejects.toMatchObject({
      code: 'TooLarge',
      message: expect.stringContaining('500 MB') as string,
    });
    expect(await readdir(parent)).toEqual([]);
  });
});
