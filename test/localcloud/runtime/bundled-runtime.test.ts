import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { zip } from '../../../infra/bundle/zip';
import type { InvocationResult } from '../../../localcloud/runtime/invocation';
import { DEFINITION } from '../../support/functions-from-source';

const run = promisify(execFile);
const PROJECT = resolve(__dirname, '../../..');

/** Calls a function once, ends as it is told and writes the result to a file. */
const PROGRAM = `
  import { readFileSync, writeFileSync } from 'node:fs';
  import { systemClock } from './gateway/engine/clock';
  import { createFunctionRuntime } from './localcloud/runtime/function-runtime';

  async function main([zipFile, resultFile, ending]: string[]) {
    const runtime = createFunctionRuntime({
      clock: systemClock, region: 'ap-guangzhou', appId: '1250000000', uin: '100000000001',
      credentialsFor: () => ({ secretId: '', secretKey: '', sessionToken: '' }),
      platformEnvironment: {},
    });
    const loaded = await runtime.load(${JSON.stringify(DEFINITION)}, readFileSync(zipFile));
    const result = JSON.stringify(await loaded.invoke('{}'));
    if (ending === 'close') await runtime.close();
    writeFileSync(resultFile, result);
    if (ending === 'exit') process.exit();
    if (ending === 'kill') process.kill(process.pid, 'SIGKILL');
  }
  void main(process.argv.slice(2));`;

/** Prints in every way and listens on a port for as long as its process lives. */
const HANDLER = `
const server = require('http').createServer((request, response) => response.end());
exports.main_handler = (event, context, done) => {
  console.log('printed');
  process.stderr.write('printed too');
  process.emitWarning('warned');
  context.callbackWaitsForEmptyEventLoop = false;
  server.listen(0, '127.0.0.1', () => {
    done(null, { folder: process.env.USER_CODE_ROOT, port: server.address().port });
  });
};`;

/** Resolves once nothing listens on the port, so that even an unreaped process counts as ended. */
async function untilRefused(port: number): Promise<void> {
  for (;;) {
    try {
      await fetch(`http://127.0.0.1:${port}`);
    } catch {
      return;
    }
  }
}

describe.each([
  ['bundled', { minify: false }],
  ['bundled and minified', { minify: true }],
])('the runtime in a program that is %s', (_how, options) => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scf-chat-test-'));
    await writeFile(join(folder, 'code.zip'), await zip({ 'index.js': HANDLER }));
    await build({
      ...options,
      stdin: { contents: PROGRAM, resolveDir: PROJECT, loader: 'ts' },
      bundle: true,
      platform: 'node',
      target: 'node20',
      outfile: join(folder, 'program.js'),
      logLevel: 'error',
    });
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Runs the program to its end; returns what its function said and printed. */
  async function runProgram(ending: string) {
    const resultFile = join(folder, `${ending}.json`);
    const files = [join(folder, 'program.js'), join(folder, 'code.zip'), resultFile];
    const output = await run(process.execPath, [...files, ending]).catch(
      (error: unknown) => (error as { signal: string }).signal,
    );
    const { returnMessage, log } = JSON.parse(
      await readFile(resultFile, 'utf8'),
    ) as InvocationResult;
    const { folder: codeFolder, port } = JSON.parse(returnMessage) as {
      folder: string;
      port: number;
    };
    return { output, log, codeFolder, port };
  }

  it.each(['close', 'exit', 'let go'])(
    'runs functions without a word on its own output and leaves nothing behind (%s)',
    async (ending) => {
      const { output, log, codeFolder, port } = await runProgram(ending);
      expect(output).toEqual({ stdout: '', stderr: '' });
      expect(log).toContain('\tprinted\nprinted too');
      expect(existsSync(codeFolder)).toBe(false);
      await untilRefused(port);
    },
  );

  it('takes its instances along when it is killed', async () => {
    const { output, codeFolder, port } = await runProgram('kill');
    expect(output).toBe('SIGKILL');
    await untilRefused(port);
    await rm(dirname(codeFolder), { recursive: true });
  });
});
