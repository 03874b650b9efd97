import { parseErrorFrame } from '../../../protocol/error-frame';
import { eventually } from '../../support/eventually';
import { FunctionServer } from '../../support/function-server';
import { Gate } from '../../support/gate';
import { GatewayProgram, postJson, PUSH_BACK_SECRET } from '../../support/gateway-program';
import { dial, join, type RecordingClient } from '../../support/recording-client';

describe('the gateway as a program', () => {
  let program: GatewayProgram;
  let functions: FunctionServer;
  const clients: RecordingClient[] = [];

  beforeAll(async () => {
    program = await GatewayProgram.build();
  });
  beforeEach(async () => {
    functions = await FunctionServer.start();
  });
  afterEach(async () => {
    for (const { webSocket } of clients.splice(0)) webSocket.terminate();
    await functions.close();
  });
  afterAll(() => program.remove());

  async function start(settings: Readonly<Record<string, string>> = {}) {
    const gateway = await program.start({ ...functions.settings, ...settings });
    functions.pushBackUrl = gateway.pushBackUrl;
    return gateway;
  }

  async function enter(url: string, count = 1): Promise<RecordingClient[]> {
    const entered = await Promise.all(Array.from({ length: count }, () => join(url)));
    clients.push(...entered);
    return entered;
  }

  function dataSend(id: string, data = 'hi'): object {
    return { websocket: { action: 'data send', secConnectionID: id, dataType: 'text', data } };
  }

  it('says in one line where it is, and carries a message through functions behind URLs', async () => {
    const gateway = await start({ GATEWAY_API_PATH: '/chat', GATEWAY_SERVICE_ID: 'service-1' });
    expect(gateway.stdout).toHaveLength(1);
    expect(JSON.parse(gateway.stdout[0] ?? '')).toEqual({
      event: 'ready',
      wsUrl: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/release\/chat$/) as string,
      pushBackUrl: expect.stringMatching(
        new RegExp(`^http://127\\.0\\.0\\.1:\\d+/${PUSH_BACK_SECRET}\\?batch=500$`),
      ) as string,
    });
    const [ann, ben] = await enter(gateway.wsUrl, 2);
    ann?.webSocket.send('你好');
    await eventually('the message', () => ben?.frames.length === 1);
    expect(ben?.frames).toEqual(['你好']);
    expect(functions.events('register')[0]).toMatchObject({
      requestContext: { serviceId: 'service-1', path: '/chat', stage: 'release' },
      websocket: { action: 'connecting' },
    });
    ann?.webSocket.close();
    await eventually('cleanup', () => functions.registry.size === 1);
    expect(await gateway.stop()).toBe(0);
  });

  it('refuses a client whose register fails, and closes a sender whose transport fails', async () => {
    const gateway = await start();
    functions.script('register', () => ({ status: 500, body: '{"errNo":0}' }));
    const refused = dial(gateway.wsUrl);
    await eventually('the refusal', () => refused.closeCode !== undefined);
    expect(refused.hasOpened).toBe(false);

    functions.script('register', () => ({ status: 200, body: '{"errNo":0}' }));
    functions.script('transport', () => ({ status: 200, body: 'not JSON' }));
    const [sender] = await enter(gateway.wsUrl);
    sender?.webSocket.send('hi');
    await eventually('the end', () => sender?.closeCode === 1006);
    expect(gateway.logs.filter(({ event }) => event === 'function failed')).toMatchObject([
      { level: 'warn', role: 'transport', reason: 'the answer is not JSON' },
    ]);
    await gateway.stop();
  });

  it('keeps clients connected while functions are deployed anew', async () => {
    const gateway = await start();
    const [ann, ben] = await enter(gateway.wsUrl, 2);
    const { port } = functions;
    await functions.close();
    ann?.webSocket.send('sent while nobody was there');
    await eventually(
      'the call to wait',
      async () => (await gateway.metric('scf_gateway_invocations_in_flight')) === 1,
    );
    await functions.open(port);
    await eventually('the message', () => ben?.frames.length === 1);
    expect([ann, ben].map((client) => client?.closeCode)).toEqual([undefined, undefined]);
    await gateway.stop();
  });

  it('takes push-backs at its secret path alone, one by one and in batches', async () => {
    const gateway = await start({ GATEWAY_PUSH_BACK_BATCH: '3' });
    const [ann] = await enter(gateway.wsUrl);
    const [id = ''] = functions.registry;
    expect(await gateway.push(dataSend(id))).toEqual({
      status: 200,
      body: { errNo: 0, errMsg: 'ok' },
    });
    expect(await gateway.push(dataSend('unknown'))).toMatchObject({
      status: 200,
      body: { errNo: 301 },
    });
    const batch = {
      websocket: {
        action: 'data send',
        secConnectionIDs: ['unknown', id],
        dataType: 'text',
        data: 'all',
      },
    };
    expect(await gateway.push(batch)).toEqual({
      status: 200,
      body: { errNo: 0, errMsg: 'ok', results: [301, 0] },
    });
    await eventually('both frames', () => ann?.frames.length === 2);

    const origin = gateway.pushBackOrigin;
    for (const path of ['/', '/api-1', `/${PUSH_BACK_SECRET}x`, `/${PUSH_BACK_SECRET.slice(1)}`]) {
      expect(await postJson(origin + path, dataSend(id))).toMatchObject({ status: 404 });
    }
    const clientSide = new URL(gateway.wsUrl.replace('ws', 'http')).origin;
    expect(await postJson(`${clientSide}/${PUSH_BACK_SECRET}`, dataSend(id))).toMatchObject({
      status: 404,
    });
    expect(ann?.frames).toHaveLength(2);
    await gateway.stop();
  });

  it('takes them from allowed addresses alone', async () => {
    const gateway = await start({ GATEWAY_PUSH_BACK_ALLOW: '10.0.0.0/8, 192.0.2.7' });
    expect(await gateway.push(dataSend('x'))).toMatchObject({ status: 403 });
    const answers = await Promise.all(
      ['/metrics', '/healthz'].map((path) => fetch(gateway.pushBackOrigin + path)),
    );
    expect(answers.map(({ status }) => status)).toEqual([403, 200]);
    await gateway.stop();
  });

  it('answers 429 to more frames in a second than it takes, and delivers none of them', async () => {
    const gateway = await start({ GATEWAY_PUSH_BACK_RATE: '3' });
    const answers = [];
    for (let count = 0; count < 5; count += 1) answers.push(await gateway.push(dataSend('x')));
    expect(answers.map(({ status }) => status).slice(0, 3)).toEqual([200, 200, 200]);
    expect(answers).toContainEqual({
      status: 429,
      body: expect.objectContaining({ errNo: 305 }) as unknown,
    });
    await gateway.stop();
  });

  it('tells its health and what it has counted', async () => {
    const gateway = await start();
    const [ann] = await enter(gateway.wsUrl, 2);
    ann?.webSocket.send('hello');
    await eventually(
      'the message',
      async () => (await gateway.metric('scf_gateway_messages_total')) === 1,
    );
    const clientSide = new URL(gateway.wsUrl.replace('ws', 'http')).origin;
    const health = await fetch(`${clientSide}/healthz`);
    expect(await health.json()).toEqual({ status: 'ok', connections: 2 });
    expect((await fetch(`${clientSide}/metrics`)).status).toBe(404);

    const response = await fetch(`${gateway.pushBackOrigin}/metrics`);
    expect(response.headers.get('content-type')).toContain('version=0.0.4');
    expect(await gateway.metric('scf_gateway_connections')).toBe(2);
    expect(await gateway.metric('scf_gateway_handshakes_total{result="accepted"}')).toBe(2);
    expect(await gateway.metric('scf_gateway_pushes_total{result="delivered"}')).toBe(1);
    expect(await gateway.metric('scf_gateway_message_bytes_total')).toBe(5);
    expect(
      await gateway.metric('scf_gateway_invocation_seconds_count{role="register",result="ok"}'),
    ).toBe(2);
    expect(await gateway.metric('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
    await gateway.stop();
  });

  it('stops in good order: no new clients, 1001 to all, cleanup for each, exit status 0', async () => {
    const gateway = await start({ GATEWAY_DRAIN_TIME: '2' });
    const members = await enter(gateway.wsUrl, 40);
    gateway.signal('SIGTERM');
    await eventually('the first to be closed', () =>
      members.some(({ closeCode }) => closeCode !== undefined),
    );
    // Not all at once.
    expect(members.some(({ closeCode }) => closeCode === undefined)).toBe(true);
    const clientSide = new URL(gateway.wsUrl.replace('ws', 'http')).origin;
    const health = await fetch(`${clientSide}/healthz`);
    expect([health.status, await health.json()]).toMatchObject([503, { status: 'draining' }]);
    const late = dial(gateway.wsUrl);
    await eventually('the refusal', () => late.closeCode !== undefined);
    expect(late.hasOpened).toBe(false);

    expect(await gateway.untilEnd()).toBe(0);
    expect(new Set(members.map(({ closeCode }) => closeCode))).toEqual(new Set([1001]));
    expect(functions.registry.size).toBe(0);
    expect(gateway.logs.map(({ event }) => event)).toEqual(['started', 'stopping', 'stopped']);
  });

  it('calls cleanup as well for a client in its handshake when it is stopped', async () => {
    const gateway = await start();
    const register = new Gate();
    functions.script('register', async () => {
      await register.enter();
      return { status: 200, body: '{"errNo":0}' };
    });
    const client = dial(gateway.wsUrl);
    await eventually('register', () => register.waiting === 1);
    const stopped = gateway.stop();
    await eventually('the stop', () => gateway.logs.some(({ event }) => event === 'stopping'));
    register.release();
    expect(await stopped).toBe(0);
    await eventually('the close', () => client.closeCode === 1001);
    expect(functions.calls.map(({ role }) => role)).toEqual(['register', 'cleanup']);
  });

  it('ends at once at a second signal', async () => {
    const gateway = await start({ GATEWAY_DRAIN_TIME: '600' });
    await enter(gateway.wsUrl);
    gateway.signal('SIGTERM');
    await eventually('the first', () => gateway.logs.some(({ event }) => event === 'stopping'));
    gateway.signal('SIGINT');
    expect(await gateway.untilEnd()).toBe(1);
  });

  it('limits connections and the size of messages', async () => {
    const gateway = await start({
      GATEWAY_MAX_CONNECTIONS: '2',
      GATEWAY_MAX_MESSAGE_BYTES: '2000',
    });
    const [ann] = await enter(gateway.wsUrl, 2);
    const third = dial(gateway.wsUrl);
    await eventually('the refusal', () => third.closeCode !== undefined);
    expect(gateway.logs.find(({ event }) => event === 'refused')).toMatchObject({
      reason: 'the gateway is full',
    });
    ann?.webSocket.send('a'.repeat(3_000));
    await eventually('the close', () => ann?.closeCode === 1009);
    expect(functions.events('transport')).toEqual([]);
    await gateway.stop();
  });

  it('limits the messages of each connection, tells the sender, and counts them', async () => {
    const gateway = await start({ GATEWAY_MESSAGE_RATE: '1', GATEWAY_LOG_LEVEL: 'debug' });
    const [ann, ben] = await enter(gateway.wsUrl, 2);
    for (let sent = 0; sent < 7; sent += 1) ann?.webSocket.send('again');
    await eventually('the error frames', () => ann?.frames.length === 2);
    expect(ann?.frames.map((frame) => parseErrorFrame(String(frame)))).toMatchObject([
      { errNo: 402, errMsg: 'more messages than 1 a second', message: 6 },
      { errNo: 402, message: 7 },
    ]);
    await eventually('those that were taken', () => ben?.frames.length === 5);
    expect(await gateway.metric('scf_gateway_refused_messages_total{why="too many"}')).toBe(2);
    await gateway.stop();
    expect(gateway.logs.filter(({ event }) => event === 'message refused')).toHaveLength(2);
  });

  it('lets in pages of the allowed origins, and who names none, and nobody else', async () => {
    const gateway = await start({ GATEWAY_ALLOWED_ORIGINS: 'https://chat.example.com, null' });
    for (const origin of ['https://chat.example.com', 'null', undefined]) {
      clients.push(await join(gateway.wsUrl, [], origin === undefined ? {} : { origin }));
    }
    for (const origin of ['https://example.com', 'https://chat.example.com:8443', '']) {
      const stranger = join(gateway.wsUrl, [], { headers: { Origin: origin } });
      await expect(stranger).rejects.toThrow('403');
    }
    expect(functions.events('register')).toHaveLength(3);
    expect(await gateway.metric('scf_gateway_handshakes_total{result="refused"}')).toBe(3);
    await gateway.stop();
    expect(gateway.logs.find(({ event }) => event === 'refused')).toMatchObject({
      level: 'info',
      origin: 'https://example.com',
    });
  });

  it('believes X-Forwarded-For of trusted proxies alone', async () => {
    const headers = { 'X-Forwarded-For': '203.0.113.7' };
    const seen = [];
    for (const proxies of ['127.0.0.1', '10.0.0.0/8']) {
      const gateway = await start({ GATEWAY_TRUSTED_PROXIES: proxies });
      clients.push(await join(gateway.wsUrl, [], { headers }));
      seen.push(functions.events('register').at(-1)?.requestContext?.['sourceIp']);
      await gateway.stop();
    }
    expect(seen).toEqual(['203.0.113.7', '127.0.0.1']);
  });

  it('logs one JSON object a line, without message text, ids or secrets', async () => {
    const gateway = await start({ GATEWAY_LOG_LEVEL: 'debug' });
    const [ann, ben] = await enter(gateway.wsUrl, 2);
    const ids = [...functions.registry];
    ann?.webSocket.send('nobody may log this');
    await eventually('the message', () => ben?.frames.length === 1);
    ben?.webSocket.close();
    await eventually('the leave', () => functions.registry.size === 1);
    await gateway.stop();
    const events = new Set(gateway.logs.map(({ event }) => event));
    expect([...events].sort()).toEqual(
      ['closed', 'connected', 'message', 'pushed', 'started', 'stopped', 'stopping'].sort(),
    );
    const text = gateway.stderr.join('\n');
    for (const secret of ['nobody may log', PUSH_BACK_SECRET, ...ids]) {
      expect(text).not.toContain(secret);
    }
  });

  it('names every setting in --help', async () => {
    const gateway = program.spawn(['--help'], {});
    expect(await gateway.untilEnd()).toBe(0);
    const help = gateway.stdout.join('\n');
    for (const name of ['register, GATEWAY_REGISTER', 'redisUrl, GATEWAY_REDIS_URL', '--config']) {
      expect(help).toContain(name);
    }
  });

  it('calls cleanup for a client that vanishes', async () => {
    const gateway = await start();
    const [ann] = await enter(gateway.wsUrl);
    ann?.webSocket.terminate();
    await eventually('cleanup', () => functions.registry.size === 0);
    expect(await gateway.metric('scf_gateway_closes_total{why="lost"}')).toBe(1);
    await gateway.stop();
  });
});
