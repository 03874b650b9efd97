import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { eventually } from '../support/eventually';
import { PUSH_BACK_SECRET } from '../support/gateway-program';
import { ROOT } from '../support/program-under-mocks';

/** What the Containerfile begins with. */
const BASE_IMAGE = 'docker.io/library/node:20-slim';
/** Installing all packages in the image takes its time. */
const BUILD_MS = 600_000;
const IMAGE = `scf-chat-gateway-test-${process.pid}`;

const run = promisify(execFile);

function succeeds(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 60_000 }).status === 0;
}

/** A container engine that runs here, and has the base image or can get it. */
const ENGINE = ['podman', 'docker'].find(
  (engine) =>
    succeeds(engine, 'info') &&
    (succeeds(engine, 'image', 'inspect', BASE_IMAGE) || succeeds(engine, 'pull', BASE_IMAGE)),
);
if (ENGINE === undefined) {
  console.warn(`skipped: no container engine (podman, docker) runs here and gets ${BASE_IMAGE}`);
}

/** Gives what the engine has written. */
async function engine(...args: readonly string[]): Promise<string> {
  return (await run(ENGINE ?? '', args, { cwd: ROOT })).stdout.trim();
}

(ENGINE === undefined ? describe.skip : describe)('the gateway in a container', () => {
  let container: string;
  beforeAll(async () => {
    await engine('build', '--tag', IMAGE, '--file', 'Containerfile', '.');
    const settings = {
      GATEWAY_PUSH_BACK_SECRET: PUSH_BACK_SECRET,
      GATEWAY_REGISTER: 'http://127.0.0.1:9000/',
      GATEWAY_TRANSPORT: 'http://127.0.0.1:9000/',
      GATEWAY_CLEANUP: 'http://127.0.0.1:9000/',
    };
    container = await engine(
      'run',
      '--detach',
      ...['8080', '8081'].flatMap((port) => ['--publish', `127.0.0.1::${port}`]),
      ...Object.entries(settings).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      IMAGE,
    );
  }, BUILD_MS);
  afterAll(async () => {
    if (container) await engine('rm', '--force', container);
    await engine('rmi', IMAGE);
  });

  it('serves on both ports, as a user without rights', async () => {
    for (const port of ['8080', '8081']) {
      const address = await engine('port', container, port);
      await eventually(`an answer on ${port}`, async () => {
        const answer = await fetch(`http://${address}/healthz`).catch(() => undefined);
        return answer?.status === 200;
      });
    }
    expect(await engine('exec', container, 'node', '-p', 'process.getuid() > 0')).toBe('true');
  });

  it('stops by itself when it is told to', async () => {
    await engine('stop', '-t', '30', container);
    expect(await engine('inspect', '--format', '{{.State.ExitCode}}', container)).toBe('0');
  });
});
