import { Agent, request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { startListener } from '../../../gateway/server/listener';
import { eventually } from '../../support/eventually';
import { CLIENT_PATH, ListeningGateway, PUSH_BACK_PATH } from '../../support/listening-gateway';
import { ACCEPTED } from '../../support/scripted-functions';

let on: ListeningGateway;
async function start(...options: ConstructorParameters<typeof ListeningGateway>): Promise<void> {
  on = await new ListeningGateway(...options).start();
}
afterEach(() => on.stop());

function dataSend(id: string | undefined, dataType: string, data: string): object {
  return { websocket: { action: 'data send', secConnectionID: id, dataType, data } };
}

describe('push-back over HTTP', () => {
  it('20: answers a POST to the path of the API alone', async () => {
    await start();
    const status = async (path: string, method: string) =>
      (await fetch(`http://${on.origin}${path}`, { method })).status;
    expect(await status(PUSH_BACK_PATH, 'POST')).toBe(200);
    expect(await status(`${PUSH_BACK_PATH}?x=1`, 'POST')).toBe(200);
    expect(await status(PUSH_BACK_PATH, 'GET')).toBe(404);
    expect(await status(PUSH_BACK_PATH, 'PUT')).toBe(404);
    expect(await status('/api-2', 'POST')).toBe(404);
    expect(await status(`${PUSH_BACK_PATH}/`, 'POST')).toBe(404);
    expect(await status('/', 'POST')).toBe(404);
  });

  it('tells somebody who opens the WebSocket address as a page what it is', async () => {
    await start();
    const response = await fetch(`http://${on.origin}${CLIENT_PATH}`);
    expect(response.status).toBe(426);
    expect(response.headers.get('upgrade')).toBe('websocket');
    expect(await response.text()).toBe('this path speaks WebSocket only');
  });

  it.each(['', 'not JSON', '{"websocket":', '[]', 'null'])(
    '23: answers %j with an errNo and stays up',
    async (body) => {
      await start();
      expect(await on.push(body)).toMatchObject({ status: 200, body: { errNo: 302 } });
      const client = await on.join();
      expect(await on.push(dataSend(on.ids()[0], 'text', 'hi'))).toMatchObject({ status: 200 });
      await eventually('the frame', () => client.frames.length === 1);
    },
  );

  it('takes a body of exactly the limit and refuses a longer one with 413', async () => {
    await start({ limits: { maxEventBytes: 100_000 } });
    const client = await on.join();
    const envelope = JSON.stringify(dataSend(on.ids()[0], 'text', '')).length;
    const longest = 'a'.repeat(100_000 - envelope);
    expect(await on.push(dataSend(on.ids()[0], 'text', longest))).toMatchObject({ status: 200 });
    await eventually('the frame', () => client.frames.length === 1);
    expect(await on.push(dataSend(on.ids()[0], 'text', `${longest}a`))).toEqual({
      status: 413,
      body: 'a push-back may be 100000 bytes long',
    });
    expect(client.frames).toEqual([longest]);
    expect(client.closeCode).toBeUndefined();
  });

  it('outlives a sender that goes away in the middle', async () => {
    await start();
    const socket = connect(on.listener.port, '127.0.0.1');
    socket.write(`POST ${PUSH_BACK_PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{`);
    await eventually('the request', () => socket.bytesWritten > 0 && !socket.connecting);
    socket.destroy();
    expect(await on.push('{}')).toMatchObject({ status: 200 });
  });

  it('reaches each of 1,000 connections with its own push', async () => {
    await start();
    const clients = await Promise.all(Array.from({ length: 1_000 }, () => on.join()));
    expect(on.gateway.connectionCount).toBe(1_000);
    const ids = on.ids();
    expect(new Set(ids).size).toBe(1_000);

    const agent = new Agent({ keepAlive: true, maxSockets: 50 });
    const statuses = await Promise.all(ids.map((id) => post(agent, dataSend(id, 'text', id))));
    agent.destroy();
    expect(statuses.every((status) => status === 200)).toBe(true);
    await eventually('all frames', () => clients.every(({ frames }) => frames.length === 1));
    expect(clients.map(({ frames }) => frames[0]).sort()).toEqual([...ids].sort());
    expect(on.clock.pendingTimers).toBe(1);
  });

  function post(agent: Agent, body: object): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const options = { agent, method: 'POST', port: on.listener.port, host: '127.0.0.1' };
      const push = request({ ...options, path: PUSH_BACK_PATH }, (response) => {
        response.resume().on('end', () => {
          resolve(response.statusCode);
        });
      });
      push.on('error', reject);
      push.end(JSON.stringify(body));
    });
  }
});

describe('the listener', () => {
  it('rejects with the error of the system when its port is in use', async () => {
    await start();
    const route = { upgrade: () => undefined, pushBack: () => undefined };
    await expect(startListener({ port: on.listener.port, route })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  it('is reached by loopback alone', async () => {
    await start();
    const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
    const outside = addresses.filter(({ family, internal }) => family === 'IPv4' && !internal);
    for (const { address } of outside) {
      await expect(fetch(`http://${address}:${on.listener.port}/`)).rejects.toThrow();
    }
    expect((await fetch(`http://${on.origin}/`)).status).toBe(404);
  });

  it('cuts off everybody when it closes, even a client in its handshake', async () => {
    await start();
    const open = await on.join();
    const release = on.functions.hold('register', ACCEPTED);
    const pending = on.dial();
    await eventually('register', () => on.functions.calls.length === 2);
    await on.listener.close();
    await on.listener.close();
    await eventually('the ends', () =>
      [open, pending].every((client) => client.closeCode === 1006),
    );
    await expect(fetch(`http://${on.origin}/`)).rejects.toThrow();
    release();
  });
});
