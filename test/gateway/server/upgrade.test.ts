import { once } from 'node:events';
import { eventually } from '../../support/eventually';
import { CLIENT_PATH, ListeningGateway } from '../../support/listening-gateway';
import { ACCEPTED } from '../../support/scripted-functions';
import { TcpClient } from '../../support/tcp-client';

const HEAD = [
  `GET ${CLIENT_PATH} HTTP/1.1`,
  'Host: 127.0.0.1',
  'Connection: Upgrade',
  'Upgrade: websocket',
];
const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
const VERSION = 'Sec-WebSocket-Version: 13';

describe('the handshake on the wire', () => {
  let on: ListeningGateway;
  beforeEach(async () => {
    on = await new ListeningGateway().start();
  });
  afterEach(() => on.stop());

  async function exchange(...lines: string[]): Promise<string> {
    const client = await TcpClient.connect(on.listener.port);
    client.sendHead(...lines);
    return client.untilEnd();
  }

  it.each([
    ['a key that is not 16 bytes', ['Sec-WebSocket-Key: c2hvcnQ=', VERSION], 400],
    ['another version', [KEY, 'Sec-WebSocket-Version: 8'], 426],
    ['an empty subprotocol', [KEY, VERSION, 'Sec-WebSocket-Protocol: a,,b'], 400],
    ['a subprotocol offered twice', [KEY, VERSION, 'Sec-WebSocket-Protocol: a, a'], 400],
  ])('refuses %s before register hears of it', async (_, lines, status) => {
    expect(await exchange(...HEAD, ...lines)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(on.functions.calls).toEqual([]);
  });

  it('names the version it speaks to a client of another', async () => {
    const reply = await exchange(...HEAD, KEY, 'Sec-WebSocket-Version: 8');
    expect(reply).toContain('\r\nSec-WebSocket-Version: 13\r\n');
  });

  it('refuses an upgrade to something else', async () => {
    const [requestLine = '', host = ''] = HEAD;
    const reply = await exchange(requestLine, host, 'Connection: Upgrade', 'Upgrade: h2c');
    expect(reply).toMatch(/^HTTP\/1\.1 400 /);
  });

  it.each(['/', '/release', '/prepub/', '/api-1', '/release/other'])(
    '2: answers 404 where no API is released: %s',
    async (path) => {
      const reply = await exchange(`GET ${path} HTTP/1.1`, ...HEAD.slice(1), KEY, VERSION);
      expect(reply).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
      expect(reply).toMatch(/Found no api\.$/);
      expect(on.functions.calls).toEqual([]);
    },
  );

  it('3: sends 101 after register has returned, not before', async () => {
    const release = on.functions.hold('register', ACCEPTED);
    const client = await TcpClient.connect(on.listener.port);
    client.sendHead(...HEAD, KEY, VERSION);
    await eventually('register', () => on.functions.calls.length === 1);
    // Another exchange on the same server shows that an answer would have come by now.
    await exchange(...HEAD, VERSION);
    expect(client.received).toBe('');

    release();
    await eventually('the answer', () => client.received.includes('\r\n\r\n'));
    expect(client.received).toMatch(/^HTTP\/1\.1 101 /);
    // The accept value is that of RFC 6455 §1.3 for this key.
    expect(client.received).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
    client.socket.destroy();
  });

  it('4: keeps query and headers from register', async () => {
    const path = `${CLIENT_PATH}?room=1`;
    await exchangeOpen(`GET ${path} HTTP/1.1`, ...HEAD.slice(1), KEY, VERSION, 'Cookie: a=b');
    const [event] = on.functions.events('register');
    expect(event?.requestContext).toMatchObject({ path: '/', sourceIp: '127.0.0.1' });
    expect(JSON.stringify(event)).not.toMatch(/room|a=b/);
    expect(Object.keys(event?.websocket ?? {})).toEqual(['action', 'secConnectionID']);
  });

  it('takes a request for a whole URL', async () => {
    const url = `http://127.0.0.1:${on.listener.port}${CLIENT_PATH}?room=1`;
    await exchangeOpen(`GET ${url} HTTP/1.1`, ...HEAD.slice(1), KEY, VERSION);
    expect(on.gateway.connectionCount).toBe(1);
  });

  async function exchangeOpen(...lines: string[]): Promise<void> {
    const client = await TcpClient.connect(on.listener.port);
    client.sendHead(...lines);
    await eventually('101', () => client.received.startsWith('HTTP/1.1 101 '));
    await eventually('the connection', () => on.gateway.connectionCount === 1);
    client.socket.destroy();
  }

  it('7: passes on one subprotocol and negotiates no extension', async () => {
    on.functions.script('register', (event) => ({
      ok: true,
      value: {
        errNo: 0,
        websocket: {
          ...event.websocket,
          secWebSocketProtocol: 'scf-chat',
          secWebSocketExtensions: 'permessage-deflate',
        },
      },
    }));
    const { webSocket } = await on.join(['other', 'scf-chat'], { perMessageDeflate: true });
    expect(webSocket.protocol).toBe('scf-chat');
    expect(webSocket.extensions).toBe('');
    expect(on.functions.events('register')[0]?.websocket).toMatchObject({
      secWebSocketProtocol: 'other,scf-chat',
      secWebSocketExtensions: 'permessage-deflate; client_max_window_bits',
    });
  });

  it('8: a refused client never opens and gets 403 with the reason', async () => {
    on.functions.script('register', () => ({ ok: true, value: { errNo: 201, errMsg: '已满' } }));
    const client = on.dial();
    let opened = false;
    client.webSocket.on('open', () => (opened = true));
    await eventually('the refusal', () => client.closeCode !== undefined);
    expect({ opened, code: client.closeCode }).toEqual({ opened: false, code: 1006 });

    const reply = await exchange(...HEAD, KEY, VERSION);
    expect(reply).toMatch(/^HTTP\/1\.1 403 /);
    expect(Buffer.from(reply.split('\r\n\r\n')[1] ?? '', 'latin1').toString('utf8')).toBe('已满');
  });

  describe('when the client leaves while register runs', () => {
    it.each([
      ['closes', (client: TcpClient) => client.socket.end()],
      ['resets', (client: TcpClient) => client.socket.resetAndDestroy()],
    ])('%s its connection: calls cleanup once register has accepted', async (_, leave) => {
      const release = on.functions.hold('register', ACCEPTED);
      const client = await TcpClient.connect(on.listener.port);
      client.sendHead(...HEAD, KEY, VERSION);
      await eventually('register', () => on.functions.calls.length === 1);
      leave(client);
      // A later connection's exchange comes after the end of this one has been seen.
      await exchange(...HEAD, VERSION);
      release();
      await eventually('cleanup', () => on.functions.events('cleanup').length === 1);
      expect(on.functions.events('cleanup')[0]?.websocket['secConnectionID']).toBe(on.ids()[0]);
      expect(on.gateway.connectionCount).toBe(0);
      client.socket.destroy();
    });

    it('calls nothing when register refused', async () => {
      const release = on.functions.hold('register', { ok: true, value: { errNo: 1 } });
      const client = on.dial();
      await eventually('register', () => on.functions.calls.length === 1);
      client.webSocket.terminate();
      release();
      await eventually('the refusal', () => on.events.length === 1);
      expect(on.functions.calls.map((call) => call.role)).toEqual(['register']);
    });
  });

  it('closes with 1001 a client whose register outlasts a shutdown', async () => {
    const release = on.functions.hold('register', ACCEPTED);
    const client = on.dial();
    await eventually('register', () => on.functions.calls.length === 1);
    await on.gateway.close();
    release();
    const [code] = (await once(client.webSocket, 'close')) as [number];
    expect(code).toBe(1001);
  });
});
