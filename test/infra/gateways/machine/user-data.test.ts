import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startLocalCloud, type LocalCloud } from '../../../../localcloud/local-cloud';
import { parseConfiguration } from '../../../../gateway/server/configuration/parse-configuration';
import { createCosClient } from '../../../support/cos-client';
import { startHttpServer } from '../../../support/http-server';
import {
  CONFIGURATION,
  fileOfMachine,
  filesOfMachine,
  generateUserData,
  itWhere,
} from '../../../support/machine-user-data';

const run = promisify(execFile);
const SHA256 = 'a'.repeat(64);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scf-chat-user-data-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the user data of the machine', () => {
  it('is the same for the same arguments, and fits into what Tencent takes', async () => {
    const [one, other] = [await generateUserData(), await generateUserData()];
    expect(one.base64()).toBe(other.base64());
    expect(Buffer.from(one.base64(), 'base64').toString()).toBe(one.text);
    expect(one.base64().length).toBeLessThan(11_000);
  });

  it('fits with a domain, too', async () => {
    const { base64 } = await generateUserData({ domain: `chat.${'long.'.repeat(40)}example.com` });
    expect(base64().length).toBeLessThan(15_000);
  });

  it('has nothing of Caddy without a domain', async () => {
    const { text } = await generateUserData();
    expect(text).not.toContain('path: /etc/scf-chat/Caddyfile');
    expect(text).not.toContain('path: /etc/systemd/system/scf-chat-caddy.service');
  });

  it('is refused where it does not fit, in words that say how much is too much', async () => {
    const configuration = { ...CONFIGURATION, apiPath: `/${'x'.repeat(8_000)}` };
    const long = await generateUserData({ configuration });
    expect(long.base64).toThrow(/has \d+ bytes in base64, and Tencent takes at most 16384/);
  });

  it('gives the gateway a configuration that it takes', async () => {
    const text = await fileOfMachine('/etc/scf-chat/gateway.json');
    const file = { name: 'gateway.json', text };
    expect(parseConfiguration({ file, environment: {} })).toMatchObject({
      listen: { host: '10.77.0.10', port: 8080 },
      camRole: 'scf-chat-prod-gateway',
    });
  });

  it('shows the secrets to nobody but root', async () => {
    for (const { permissions, content } of await filesOfMachine()) {
      if (content.includes(CONFIGURATION.pushBackSecret)) expect(permissions).toBe('0600');
    }
  });

  itWhere('cloud-init').each(['', 'chat.example.com'])(
    'is what cloud-init takes, with the domain "%s"',
    async (domain) => {
      const file = path.join(folder, 'user-data.yaml');
      await writeFile(file, (await generateUserData({ domain })).text);
      const { stdout } = await run('cloud-init', ['schema', '--config-file', file]);
      expect(stdout).toContain('Valid');
    },
  );
});

describe.each(['scf-chat-gateway', 'scf-chat-caddy'])('the unit %s', (name) => {
  async function unitFile(): Promise<string> {
    // The programs are elsewhere here, and systemd looks whether they are there.
    const unit = (await fileOfMachine(`/etc/systemd/system/${name}.service`)).replace(
      /\/opt\/scf-chat\/(node\/bin\/node|caddy)/,
      process.execPath,
    );
    const file = path.join(folder, `${name}.service`);
    await writeFile(file, unit);
    return file;
  }

  itWhere('systemd-analyze')('has nothing that systemd does not know', async () => {
    const { stdout, stderr } = await run('systemd-analyze', ['verify', await unitFile()]);
    expect(`${stdout}${stderr}`).not.toContain(name);
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
    await writeFile(program, await fileOfMachine('/opt/scf-chat/fetch-bundle.mjs'));
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
