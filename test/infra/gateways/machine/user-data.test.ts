import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { readMachineFiles } from '../../../../infra/gateways/machine/machine-files';
import { cloudConfig, userData } from '../../../../infra/gateways/machine/user-data';
import { startLocalCloud, type LocalCloud } from '../../../../localcloud/local-cloud';
import { parseConfiguration } from '../../../../gateway/server/configuration/parse-configuration';
import { createCosClient } from '../../../support/cos-client';
import { ROOT } from '../../../support/program-under-mocks';
import { startHttpServer } from '../../../support/http-server';

jest.setTimeout(60_000);

const run = promisify(execFile);
const SHA256 = 'a'.repeat(64);
const CONFIGURATION = {
  register: 'scf-chat-prod-register',
  transport: 'scf-chat-prod-transport',
  cleanup: 'scf-chat-prod-cleanup',
  functionTimeout: 20,
  scfRegion: 'ap-guangzhou',
  camRole: 'scf-chat-prod-gateway',
  listen: '10.77.0.10:8080',
  apiEnvironment: 'release',
  apiPath: '/',
  idleTimeout: 800,
  pushBackListen: '10.77.0.10:8081',
  pushBackSecret: 'f'.repeat(64),
  pushBackBatch: 500,
  drainTime: 10,
};

interface CloudConfig {
  readonly write_files: { readonly path: string; readonly content: string }[];
}

async function generate(configuration: object = CONFIGURATION) {
  const args = {
    files: await readMachineFiles(ROOT),
    configuration: { ...configuration },
    bundle: {
      url: `https://scf-chat-prod-1300000000.cos.ap-guangzhou.myqcloud.com/gateway/${SHA256}.mjs`,
      sha256: SHA256,
    },
    role: 'scf-chat-prod-gateway',
  };
  return { text: cloudConfig(args), base64: () => userData(args) };
}

async function fileIn(name: string): Promise<string> {
  const { write_files: files } = parse((await generate()).text) as CloudConfig;
  return files.find((file) => file.path === name)?.content ?? '';
}

/** A tool that is not everywhere; the tests of it are skipped where it is not. */
function itWhere(tool: string) {
  return spawnSync(tool, ['--version']).status === 0 ? it : it.skip;
}

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scf-chat-user-data-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the user data of the machine', () => {
  it('is the same for the same arguments, and fits into what Tencent takes', async () => {
    const [one, other] = [await generate(), await generate()];
    expect(one.base64()).toBe(other.base64());
    expect(Buffer.from(one.base64(), 'base64').toString()).toBe(one.text);
    expect(one.base64().length).toBeLessThan(10_000);
  });

  it('is refused where it does not fit, in words that say how much is too much', async () => {
    const long = await generate({ ...CONFIGURATION, apiPath: `/${'x'.repeat(8_000)}` });
    expect(long.base64).toThrow(/has \d+ bytes in base64, and Tencent takes at most 16384/);
  });

  it('gives the gateway a configuration that it takes', async () => {
    const text = await fileIn('/etc/scf-chat/gateway.json');
    const file = { name: 'gateway.json', text };
    expect(parseConfiguration({ file, environment: {} })).toMatchObject({
      listen: { host: '10.77.0.10', port: 8080 },
      camRole: 'scf-chat-prod-gateway',
    });
  });

  it('shows the secrets to nobody but root', async () => {
    const files = parse((await generate()).text) as {
      readonly write_files: { path: string; permissions: string; content: string }[];
    };
    for (const { permissions, content } of files.write_files) {
      if (content.includes(CONFIGURATION.pushBackSecret)) expect(permissions).toBe('0600');
    }
  });

  itWhere('cloud-init')('is what cloud-init takes', async () => {
    const file = path.join(folder, 'user-data.yaml');
    await writeFile(file, (await generate()).text);
    const { stdout } = await run('cloud-init', ['schema', '--config-file', file]);
    expect(stdout).toContain('Valid');
  });
});

describe('the unit of the gateway', () => {
  async function unitFile(): Promise<string> {
    // The program is elsewhere here, and systemd looks whether it is there.
    const unit = (await fileIn('/etc/systemd/system/scf-chat-gateway.service')).replace(
      '/opt/scf-chat/node/bin/node',
      process.execPath,
    );
    const file = path.join(folder, 'scf-chat-gateway.service');
    await writeFile(file, unit);
    return file;
  }

  itWhere('systemd-analyze')('has nothing that systemd does not know', async () => {
    const { stdout, stderr } = await run('systemd-analyze', ['verify', await unitFile()]);
    expect(`${stdout}${stderr}`).not.toContain('scf-chat-gateway');
  });

  itWhere('systemd-analyze')('exposes so little that systemd gives it less than 1.5', async () => {
    const { stdout } = await run('systemd-analyze', [
      'security',
      '--offline=yes',
      '--no-pager',
      await unitFile(),
    ]);
    const [, exposure] = /Overall exposure level for \S+: ([\d.]+)/.exec(stdout) ?? [];
    expect(Number(exposure)).toBeLessThan(1.5);
  });
});

describe('the installation', () => {
  it('is a script that the shell can read', async () => {
    const file = path.join(folder, 'install.sh');
    await writeFile(file, await fileIn('/opt/scf-chat/install.sh'));
    await expect(run('sh', ['-n', file])).resolves.toBeDefined();
  });

  it('takes Node.js from the first mirror that has the right one', async () => {
    const { archive, sha256 } = await fakeNode();
    const script = (await fileIn('/opt/scf-chat/install.sh'))
      .replaceAll('/tmp/', `${folder}/`)
      .replaceAll('/opt/scf-chat', `${folder}/opt`)
      .replace(/"[0-9a-f]{64} {2}/, `"${sha256}  `)
      .replace(/\nuntil [^]*$/, '\nget_node\n');
    const server = await startHttpServer(({ url = '' }, _body, response) => {
      if (url.startsWith('/good/')) response.end(archive);
      else if (url.startsWith('/other/')) response.end('another archive');
      else response.writeHead(404).end();
    });
    const mirrors = ['none', 'other', 'good'].map((name) => `${server.url}/${name}`).join(' ');
    const file = path.join(folder, 'get-node.sh');
    await writeFile(file, script.replace(/(for mirror in ).*(; do)/, `$1${mirrors}$2`));
    const { stdout } = await run('sh', [file]);
    await server.close();
    expect(stdout.split('\n').filter(Boolean)).toHaveLength(2);
    const node = path.join(folder, 'opt/node/bin/node');
    expect(await readFile(node, 'utf8')).toContain('not really');
  });

  /** An archive of the form of Node's own. */
  async function fakeNode() {
    const bin = path.join(folder, 'node-v0/bin');
    await mkdir(bin, { recursive: true });
    await writeFile(path.join(bin, 'node'), '#!/bin/sh\necho not really\n');
    await chmod(path.join(bin, 'node'), 0o755);
    await run('tar', ['-cJf', path.join(folder, 'node.tar.xz'), '-C', folder, 'node-v0']);
    const archive = await readFile(path.join(folder, 'node.tar.xz'));
    return { archive, sha256: createHash('sha256').update(archive).digest('hex') };
  }
});

describe('fetching the bundle on the machine', () => {
  const BUCKET = 'scf-chat-prod-1250000000';
  const KEY = 'gateway/bundle.mjs';
  let cloud: LocalCloud;

  beforeAll(async () => {
    cloud = await startLocalCloud({ port: 0 });
    const cos = createCosClient(cloud);
    const place = { Bucket: BUCKET, Region: cloud.region };
    await cos.putBucket(place);
    await cos.putObject({ ...place, Key: KEY, Body: 'the gateway' });
  });
  afterAll(() => cloud.close());

  /** Runs the very program, with the local cloud behind the bucket's name and the account's key. */
  async function fetchBundle(sha256: string, secretKey = cloud.credentials.secretKey) {
    const metadata = await startHttpServer((_request, _body, response) => {
      const { secretId } = cloud.credentials;
      response.end(JSON.stringify({ TmpSecretId: secretId, TmpSecretKey: secretKey, Token: '' }));
    });
    const host = `${BUCKET}.cos.${cloud.region}.myqcloud.com`;
    // COS without TLS and DNS: the same bytes, sent to the local cloud in absolute form.
    const viaCloud = path.join(folder, 'via-cloud.mjs');
    await writeFile(
      viaCloud,
      `import http from 'node:http';
       const direct = globalThis.fetch;
       globalThis.fetch = (url, options) => !url.includes('myqcloud') ? direct(url, options) :
         new Promise((resolve, reject) => http.get({
           host: '127.0.0.1', port: ${cloud.port}, path: url.replace('https:', 'http:'),
           headers: { ...options.headers, host: new URL(url).host }, agent: false,
         }, async (response) => {
           const chunks = await response.toArray();
           resolve({ ok: response.statusCode === 200, status: response.statusCode,
             arrayBuffer: async () => Buffer.concat(chunks) });
         }).on('error', reject));`,
    );
    const program = path.join(folder, 'fetch-bundle.mjs');
    await writeFile(program, await fileIn('/opt/scf-chat/fetch-bundle.mjs'));
    const description = path.join(folder, 'bundle.json');
    const content = { url: `https://${host}/${KEY}`, sha256, credentials: metadata.url };
    await writeFile(description, JSON.stringify(content));
    const target = path.join(folder, 'gateway.mjs');
    await rm(target, { force: true });
    try {
      await run(process.execPath, ['--import', viaCloud, program, description, target]);
      return await readFile(target, 'utf8');
    } finally {
      await metadata.close();
    }
  }

  it('signs so that COS lets it in, and writes what it got', async () => {
    const sha256 = createHash('sha256').update('the gateway').digest('hex');
    expect(await fetchBundle(sha256)).toBe('the gateway');
  });

  it('writes nothing where it is another bundle', async () => {
    await expect(fetchBundle(SHA256)).rejects.toThrow(`expected ${SHA256}`);
  });

  it('fails where COS does not let it in', async () => {
    await expect(fetchBundle(SHA256, 'another key')).rejects.toThrow('answered 403');
  });
});
