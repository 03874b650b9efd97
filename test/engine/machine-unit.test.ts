import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { bundleGateway } from '../../infra/bundle/gateway';
import { eventually } from '../support/eventually';
import { freePort } from '../support/free-port';
import { CONFIGURATION, fileOfMachine } from '../support/machine-user-data';
import { ROOT } from '../support/program-under-mocks';

/** Where systemd takes units that are gone with the next boot. */
const UNITS = '/run/systemd/system';
const NAME = `scf-chat-test-${process.pid}.service`;

const run = promisify(execFile);
const canRun = existsSync(UNITS) && process.getuid?.() === 0;
if (!canRun) console.warn('skipped: systemd does not run here, or this is not root');

async function systemctl(...args: readonly string[]): Promise<string> {
  return (await run('systemctl', args)).stdout.trim();
}

(canRun ? describe : describe.skip)("the unit of a machine's gateway, under systemd", () => {
  let folder: string;
  let url: string;
  beforeAll(async () => {
    // Not below /tmp or a home, which the unit does not see.
    folder = await mkdtemp('/opt/scf-chat-test-');
    await run('chmod', ['755', folder]);
    const [port, pushBackPort] = [await freePort(), await freePort()];
    url = `http://127.0.0.1:${port}/healthz`;
    const configuration = {
      ...CONFIGURATION,
      listen: `127.0.0.1:${port}`,
      pushBackListen: `127.0.0.1:${pushBackPort}`,
      drainTime: 0,
    };
    const secretFile = path.join(folder, 'gateway.json');
    await writeFile(secretFile, JSON.stringify(configuration), { mode: 0o600 });
    await writeFile(path.join(folder, 'gateway.mjs'), await bundleGateway(ROOT));
    const unit = (await fileOfMachine('/etc/systemd/system/scf-chat-gateway.service'))
      .replace('/opt/scf-chat/node/bin/node', process.execPath)
      .replace('/opt/scf-chat/gateway.mjs', path.join(folder, 'gateway.mjs'))
      .replace('/etc/scf-chat/gateway.json', secretFile);
    await writeFile(path.join(UNITS, NAME), unit);
    await systemctl('daemon-reload');
    await systemctl('start', NAME);
  });
  afterAll(async () => {
    await systemctl('stop', NAME);
    await rm(path.join(UNITS, NAME), { force: true });
    await systemctl('daemon-reload');
    await rm(folder, { recursive: true });
  });

  const untilServing = () =>
    eventually('a healthy gateway', async () => {
      const answer = await fetch(url).catch(() => undefined);
      return answer?.status === 200;
    });
  const pid = () => systemctl('show', '--property', 'MainPID', '--value', NAME);

  it('serves, as a user without rights', async () => {
    await untilServing();
    const status = await readFile(`/proc/${await pid()}/status`, 'utf8');
    expect(status).toMatch(/^Uid:\t[1-9]/m);
    expect(status).toMatch(/^CapBnd:\t0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    expect(status).toMatch(/^Seccomp:\t2$/m);
  });

  it('is started again when it was killed', async () => {
    const before = await pid();
    process.kill(Number(before), 'SIGKILL');
    await eventually('another process', async () => !['0', before].includes(await pid()));
    await untilServing();
  });

  it('stops in an orderly way', async () => {
    await systemctl('stop', NAME);
    const result = await systemctl('show', '--property', 'Result,ExecMainStatus', NAME);
    expect(result.split('\n').sort()).toEqual(['ExecMainStatus=0', 'Result=success']);
  });
});
