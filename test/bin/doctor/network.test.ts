import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkHosts, checkProxy } from '../../../bin/doctor/network';

const TIMEOUT_MS = 5_000;

describe('the hosts, to the doctor', () => {
  let server: Server;
  let here: string;
  beforeAll(async () => {
    server = createServer(({ url }, response) => {
      if (url === '/gone.zip') response.writeHead(404).end();
      else response.writeHead(200, { 'content-length': 89_000_000 }).end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  async function check(path: string, isNeeded: boolean, area: 'network' | 'mirrors' = 'network') {
    const url = path.startsWith('http') ? path : here + path;
    const host = { area, url, purpose: 'the tool', onDisk: '200 MB', isNeeded };
    const [finding] = await checkHosts([host], TIMEOUT_MS);
    return finding;
  }

  it('are fine when they answer, with the size of what they have', async () => {
    const finding = await check('/tool.zip', true);
    expect(finding).toMatchObject({ isOk: true, name: new URL(here).host });
    expect(finding?.detail).toMatch(/^the tool \(89 MB to download\), answers in \d+ ms$/);
    expect(finding?.fix).toBeUndefined();
  });

  it('are something to do where they are needed and do not have it', async () => {
    expect(await check('/gone.zip', true)).toMatchObject({
      isOk: false,
      neededFor: 'up',
      detail: 'the tool (about 200 MB on disk): it has no /gone.zip',
      fix: expect.stringContaining('docs/downloads.md') as string,
    });
  });

  it('do not matter where what comes from them is here', async () => {
    const finding = await check('http://127.0.0.1:1/tool.zip', false);
    expect(finding).toMatchObject({ isOk: false, isUnneeded: true });
    expect(finding?.detail).toContain('not needed now');
    expect(finding).not.toHaveProperty('fix');
    expect(finding?.neededFor).toBeUndefined();
  });

  it('may be mirrors, without which one can do', async () => {
    const finding = await check('http://127.0.0.1:1/tool.zip', false, 'mirrors');
    expect(finding).toMatchObject({ isOk: false, isUnneeded: true });
    expect(finding?.neededFor).toBeUndefined();
    expect(finding?.detail).toContain('only needed where the hosts above are slow');
  });
});

describe('the proxy, to the doctor', () => {
  it('is named by its variable, never by what is in it', () => {
    const finding = checkProxy({ https_proxy: 'http://ann:secret@proxy.example:3128' }, false);
    expect(finding).toMatchObject({ isOk: true, detail: 'HTTPS_PROXY set' });
    expect(JSON.stringify(finding)).not.toContain('secret');
  });

  it('is something to do while the CLI is still to be downloaded past it', () => {
    const environment = { HTTPS_PROXY: 'http://proxy.example:3128' };
    expect(checkProxy(environment, true)).toMatchObject({ isOk: false });
    expect(checkProxy({ ...environment, NODE_USE_ENV_PROXY: '1' }, true).isOk).toBe(true);
    expect(checkProxy({ NO_PROXY: 'localhost' }, true).isOk).toBe(true);
  });
});
