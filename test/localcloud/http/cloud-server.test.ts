import { once } from 'node:events';
import { request } from 'node:http';
import { textAnswer } from '../../../localcloud/http/http-answer';
import { startCloudServer, type CloudServer } from '../../../localcloud/http/cloud-server';
import type { HttpRequest } from '../../../localcloud/http/http-request';
import { sendRequest } from '../../support/cloud-requests';
import { startHttpServer, type HttpServer } from '../../support/http-server';

const faults: unknown[] = [];
const received: HttpRequest[] = [];
let server: CloudServer;

beforeAll(async () => {
  server = await startCloudServer('127.0.0.1', 0);
  const endpoint = (name: string) => (signed: HttpRequest) => {
    received.push(signed);
    return Promise.resolve(textAnswer(200, name));
  };
  server.serve({
    cosHost: 'cos.ap-guangzhou.myqcloud.com',
    api: (product) => endpoint(`api ${product ?? 'any'}`),
    cos: (bucket) => endpoint(`cos ${bucket ?? 'any'}`),
    page: () => Promise.reject(new Error('a mistake')),
    upgrade: () => false,
    onFault: (error) => faults.push(error),
  });
});
afterAll(async () => {
  await server.close();
});
beforeEach(() => {
  received.length = 0;
  faults.length = 0;
});

function send(target: string, headers: Record<string, string> = {}, body?: string) {
  return sendRequest(server.port, { method: 'POST', target, headers, ...(body && { body }) });
}

describe('the port of the local cloud', () => {
  it.each([
    ['http://scf.tencentcloudapi.com/', {}, 'api scf'],
    ['http://b-1.cos.ap-guangzhou.myqcloud.com/key', {}, 'cos b-1'],
    ['http://cos.ap-guangzhou.myqcloud.com/b-1/key', {}, 'cos any'],
    ['/key', { host: 'b-1.cos.ap-guangzhou.myqcloud.com' }, 'cos b-1'],
  ])('leads %s %o to %s', async (target, headers, expected) => {
    expect((await send(target, headers)).body).toBe(`${expected}\n`);
  });

  it('leads a call of an API to its own address to whoever knows the action', async () => {
    const headers = { host: `127.0.0.1:${server.port}`, 'X-TC-Action': 'GetUserAppId' };
    expect((await send('/', headers)).body).toBe('api any\n');
  });

  it('hands on what was sent, with the host that the request line names', async () => {
    const headers = { host: 'other.example', 'X-Odd': 'a, b' };
    await send('http://cam.tencentcloudapi.com/p%20q?r=%2F', headers, '{"é":1}');
    expect(received[0]).toMatchObject({
      method: 'POST',
      path: '/p%20q',
      query: 'r=%2F',
      headers: { host: 'cam.tencentcloudapi.com', 'x-odd': 'a, b' },
    });
    expect(received[0]?.body.toString()).toBe('{"é":1}');
  });

  describe('and a foreign host', () => {
    let foreign: HttpServer;
    let visits = 0;

    beforeAll(async () => {
      foreign = await startHttpServer((_request, _body, response) => {
        visits += 1;
        response.end('reached');
      });
    });
    afterAll(async () => {
      await foreign.close();
    });

    it('refuses a request for it and forwards nothing', async () => {
      const answers = [
        await send(`${foreign.url}/`),
        await send('/', { host: new URL(foreign.url).host }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([403, 403]);
      expect(answers[0]?.body).toContain('forwards nothing');
      expect(visits).toBe(0);
    });

    it('refuses a tunnel to it', async () => {
      const { host } = new URL(foreign.url);
      const tunnel = request({ port: server.port, method: 'CONNECT', path: host, agent: false });
      tunnel.end();
      const [response, socket] = (await once(tunnel, 'connect')) as [
        { statusCode: number },
        { destroy: () => void },
      ];
      socket.destroy();
      expect(response.statusCode).toBe(403);
      expect(visits).toBe(0);
    });
  });

  it('tells of its own mistakes and ends the connection', async () => {
    const headers = { host: `localhost:${server.port}` };
    await expect(send('/', headers)).rejects.toThrow('socket hang up');
    expect(faults).toEqual([new Error('a mistake')]);
  });
});
