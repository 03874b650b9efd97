import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { findCloud } from '../../bin/announced-cloud';
import { LOCAL_PASSPHRASE } from '../../bin/cloud-variables';
import { startCloudCommand, type CloudCommand } from '../support/cloud-command';
import { createCosClient } from '../support/cos-client';
import { ProjectCopy } from '../support/project-copy';
import { runCommand } from '../support/running-chat';

/** Where nobody has chosen a backend of Pulumi's. */
const NOTHING_CHOSEN = {
  PULUMI_HOME: path.join(tmpdir(), 'nobody'),
  PULUMI_BACKEND_URL: undefined,
  PULUMI_CONFIG_PASSPHRASE: undefined,
  PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
};

interface Ready {
  readonly event: string;
  readonly cloud: string;
  readonly inspector: string;
  readonly env: Readonly<Record<string, string>>;
  readonly usedByStackLocal: boolean;
}

let project: ProjectCopy;
const running: CloudCommand[] = [];

beforeAll(async () => {
  project = await ProjectCopy.ofProject();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((command) => command.stop()));
});
afterAll(() => project.remove());

async function start(
  args: readonly string[],
  announcement: string | RegExp,
): Promise<CloudCommand> {
  const command = await startCloudCommand(project.root, args, announcement, NOTHING_CHOSEN);
  running.push(command);
  return command;
}

async function startForScripts(...args: string[]): Promise<Ready> {
  const { output } = await start(['--json', '--port', '0', ...args], '\n');
  return JSON.parse(output) as Ready;
}

function clientOf({ cloud, env }: Ready) {
  const credentials = {
    secretId: env['TENCENTCLOUD_SECRET_ID'] ?? '',
    secretKey: env['TENCENTCLOUD_SECRET_KEY'] ?? '',
  };
  return createCosClient({ baseUrl: cloud, credentials });
}

describe('npm run cloud', () => {
  it('prints lines to paste that lead a terminal to it, and says at the end what is left', async () => {
    const command = await start(['--port', '0'], /Ctrl-C ends it\. .*\n/);
    const found = await findCloud(project.root);
    if (found.state !== 'running') throw new Error('It has not told anybody where it is.');
    for (const [name, value] of Object.entries(found.cloud.environment)) {
      expect(command.output).toContain(`export ${name}='${value}'\n`);
    }
    expect(command.output).toContain('npm run up -- --stack local');
    expect(command.output).toContain(`Inspector: ${found.cloud.baseUrl}/_inspector\n`);
    const backend = pathToFileURL(path.join(project.root, '.scf-chat/backend')).href;
    expect(command.output).toContain(`export PULUMI_BACKEND_URL='${backend}'\n`);
    expect(command.output).toContain(`export PULUMI_CONFIG_PASSPHRASE='${LOCAL_PASSPHRASE}'\n`);
    expect(await command.stop()).toBe(0);
    expect(command.output).toMatch(/Stopped\. Nothing is left behind\.\n$/);
    expect(await findCloud(project.root)).toEqual({ state: 'none' });
  });

  it('prints one line for scripts, with the same in it', async () => {
    const ready = await startForScripts();
    expect(ready).toMatchObject({ event: 'ready', usedByStackLocal: true });
    expect(ready.env).toMatchObject({
      HTTP_PROXY: ready.cloud,
      TENCENTCLOUD_SECRET_ID: expect.stringMatching(/^AKIDLOCAL/) as string,
      PULUMI_BACKEND_URL: pathToFileURL(path.join(project.root, '.scf-chat/backend')).href,
      PULUMI_CONFIG_PASSPHRASE: LOCAL_PASSPHRASE,
    });
  });

  it('shows all that passes through in an inspector', async () => {
    const { inspector } = await startForScripts();
    const page = await fetch(inspector);
    expect([page.status, await page.text()]).toEqual([
      200,
      expect.stringContaining('<title>') as string,
    ]);
  });

  it('leaves the stack local to the one that was there first, and says so', async () => {
    const first = await startForScripts();
    const second = await startForScripts();
    expect(second.usedByStackLocal).toBe(false);
    await expect(findCloud(project.root)).resolves.toMatchObject({
      state: 'running',
      cloud: { baseUrl: first.cloud },
    });
  });

  it('refuses a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const result = await runCommand(['cloud', '--port', String(port)], project.root);
    other.close();
    expect(result).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^Port \d+ is taken by another program\.\nTo fix it: /,
      ) as string,
    });
  });
});

describe('npm run cloud -- --data', () => {
  const place = { Bucket: 'kept-1250000000', Region: 'ap-guangzhou' };
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'data-of-scf-chat-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('keeps account and contents over a restart, and a fresh one begins empty', async () => {
    const first = await startForScripts('--data', folder);
    await clientOf(first).putBucket(place);
    await clientOf(first).putObject({ ...place, Key: 'k', Body: 'still here' });
    await running.pop()?.stop();

    const second = await startForScripts('--data', folder);
    expect(second.env['TENCENTCLOUD_SECRET_ID']).toBe(first.env['TENCENTCLOUD_SECRET_ID']);
    const kept = await clientOf(second).getObject({ ...place, Key: 'k' });
    expect(String(kept.Body)).toBe('still here');

    const fresh = await startForScripts();
    await expect(clientOf(fresh).headBucket(place)).rejects.toMatchObject({ statusCode: 404 });
  });

  it('refuses a folder that holds something else, and leaves it as it was', async () => {
    await writeFile(path.join(folder, 'thesis.txt'), 'years of work');
    const result = await runCommand(['cloud', '--port', '0', '--data', folder], project.root);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(`${folder} is not empty, and what is in it is not`);
    await expect(readFile(path.join(folder, 'thesis.txt'), 'utf8')).resolves.toBe('years of work');
  });

  it('refuses a folder that another cloud uses', async () => {
    await startForScripts('--data', folder);
    const result = await runCommand(['cloud', '--port', '0', '--data', folder], project.root);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(folder);
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });
});

describe('a command on the stack local without a local cloud', () => {
  it.each(['up', 'preview', 'refresh', 'destroy', 'outputs'])(
    '%s says how to start one, and changes nothing',
    async (name) => {
      const result = await runCommand([name, '--stack', 'local'], project.root);
      expect(result).toEqual({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(
          /^The stack "local" needs a local cloud, and none is running\. Nothing was changed\.\nTo fix it: npm run cloud, in another terminal\./,
        ) as string,
      });
    },
  );

  it('says which one has ended when it could not take its announcement back', async () => {
    const { cloud } = await startForScripts();
    const announcement = path.join(project.root, '.scf-chat/cloud.json');
    const kept = await readFile(announcement);
    await running.pop()?.stop();
    await writeFile(announcement, kept);
    const { stderr } = await runCommand(['up', '--stack', 'local'], project.root);
    await rm(announcement);
    expect(stderr).toContain(`none is running (the one at ${cloud} has ended)`);
  });
});
