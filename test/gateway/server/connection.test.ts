import { parseErrorFrame } from '../../../protocol/error-frame';
import { eventually } from '../../support/eventually';
import { CLIENT_PATH, ListeningGateway } from '../../support/listening-gateway';
import { clientFrame, TcpClient } from '../../support/tcp-client';

const TEXT = 1;
const CONTINUATION = 0;
const CLOSE = 8;
const PING = 9;

let on: ListeningGateway;
async function start(...options: ConstructorParameters<typeof ListeningGateway>): Promise<void> {
  on = await new ListeningGateway(...options).start();
}
afterEach(() => on.stop());

/** A client of bytes that is through its handshake. */
async function joinByTcp(): Promise<TcpClient> {
  const client = await TcpClient.connect(on.listener.port);
  client.sendHead(
    `GET ${CLIENT_PATH} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
  );
  await eventually('101', () => client.received.endsWith('\r\n\r\n'));
  client.received = '';
  return client;
}

function closeReasons(): unknown[] {
  return on.events.flatMap((event) => (event.type === 'closed' ? [event.why] : []));
}

describe('frames on the wire', () => {
  it('10: make one message however slowly their fragments come', async () => {
    await start();
    const client = await joinByTcp();
    const text = Buffer.from('你好');
    const fragments = [
      clientFrame(TEXT, text.subarray(0, 2), false),
      clientFrame(PING, Buffer.alloc(0)),
      clientFrame(CONTINUATION, text.subarray(2), true),
    ];
    for (const byte of Buffer.concat(fragments)) {
      client.socket.write(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
    await eventually('the message', () => on.functions.events('transport').length === 1);
    expect(on.functions.events('transport')[0]?.websocket['data']).toBe('你好');
    client.socket.destroy();
  });

  it('13: end without a close frame for the sender alone when transport fails', async () => {
    await start();
    on.functions.script('transport', () => ({ ok: false, reason: 'x' }));
    const client = await joinByTcp();
    const other = await on.join();
    client.socket.write(clientFrame(TEXT, Buffer.from('hi')));
    expect(await client.untilEnd()).toBe('');
    expect(other.closeCode).toBeUndefined();
    expect(on.gateway.connectionCount).toBe(1);

    other.webSocket.send('hi');
    await eventually('the end', () => other.closeCode !== undefined);
    expect(other.closeCode).toBe(1006);
  });

  it('14: close only their connection with 1009 when their event is above 6 MB', async () => {
    await start();
    const sender = await on.join();
    const other = await on.join();
    sender.webSocket.send('a'.repeat(6 * 1024 * 1024));
    await eventually('the close', () => sender.closeCode !== undefined);
    expect(sender.closeCode).toBe(1009);
    expect(closeReasons()).toEqual(['too large']);
    expect(on.functions.events('transport')).toEqual([]);
    expect(other.closeCode).toBeUndefined();
  });

  it('14: close with 1009 as soon as they announce more than 6 MB', async () => {
    await start();
    const client = await joinByTcp();
    const announced = Buffer.alloc(8);
    announced.writeBigUInt64BE(BigInt(6 * 1024 * 1024 + 1));
    client.socket.write(Buffer.concat([Buffer.from([0x82, 0xff]), announced, Buffer.alloc(4)]));
    await eventually('the close frame', () => client.received === '\x88\x02\x03\xf1');
    client.socket.destroy();
    await eventually('the report', () => closeReasons().length === 1);
    expect(closeReasons()).toEqual(['too large']);
  });

  it('14: bring an error frame before that close when the switch says so', async () => {
    await start({ switches: { errorFrames: true } });
    const sender = await on.join();
    sender.webSocket.send('small');
    sender.webSocket.send(Buffer.alloc(7 * 1024 * 1024));
    await eventually('the close', () => sender.closeCode !== undefined);
    expect(sender.closeCode).toBe(1009);
    expect(sender.frames.map((frame) => parseErrorFrame(String(frame)))).toMatchObject([
      { errNo: 401, message: 2 },
    ]);
    await eventually('the report', () => closeReasons().length === 1);
    expect(closeReasons()).toEqual(['too large']);
  });

  it('close only their connection with 1007 for text that is not UTF-8', async () => {
    await start();
    const client = await joinByTcp();
    const other = await on.join();
    client.socket.write(clientFrame(TEXT, Buffer.from([0xc3, 0x28])));
    await eventually('the close frame', () => client.received.length === 4);
    expect(client.received).toBe('\x88\x02\x03\xef');
    client.socket.destroy();
    await eventually('the report', () => closeReasons().length === 1);
    expect(closeReasons()).toEqual(['bad frame']);
    expect(on.functions.calls.map((call) => call.role)).toEqual(['register', 'register']);
    expect(other.closeCode).toBeUndefined();
  });

  it('16: a ping is answered and does not keep the connection', async () => {
    await start();
    const client = await joinByTcp();
    await on.clock.advance(14_999);
    client.socket.write(clientFrame(PING, Buffer.from('x')));
    await eventually('the pong', () => client.received === '\x8a\x01x');
    await on.clock.advance(1);
    await eventually('the close frame', () => client.received.includes('\x88\x06\x03\xe9idle'));
    client.socket.destroy();
  });

  it('16: a ping keeps the connection when the switch says so', async () => {
    await start({ switches: { pingResetsIdle: true } });
    const client = await joinByTcp();
    await on.clock.advance(14_999);
    client.socket.write(clientFrame(PING, Buffer.from('x')));
    await eventually('the pong', () => client.received === '\x8a\x01x');
    await on.clock.advance(1);
    expect(on.gateway.connectionCount).toBe(1);
    client.socket.destroy();
  });
});

describe('the end of a connection on the wire', () => {
  it.each([
    ['a code', Buffer.from([0x03, 0xe8])],
    ['none', Buffer.alloc(0)],
  ])('17: a close frame with %s calls cleanup once', async (_, payload) => {
    await start();
    const client = await joinByTcp();
    client.socket.write(clientFrame(CLOSE, payload));
    await client.untilEnd();
    await eventually('cleanup', () => on.functions.events('cleanup').length === 1);
    expect(on.functions.events('cleanup')[0]).toStrictEqual({
      websocket: { action: 'closing', secConnectionID: on.ids()[0] },
    });
    expect(closeReasons()).toEqual(['client']);
  });

  it('a shutdown closes every client with 1001', async () => {
    await start();
    const clients = [await on.join(), await on.join()];
    await on.gateway.close();
    await eventually('the closes', () => clients.every(({ closeCode }) => closeCode !== undefined));
    expect(clients.map(({ closeCode }) => closeCode)).toEqual([1001, 1001]);
  });

  it('a client that stops reading is cut off and the others are served', async () => {
    await start({ limits: { maxBufferedBytes: 1024 * 1024 } });
    const slow = await on.join();
    const other = await on.join();
    const [slowId, otherId] = on.ids();
    slow.webSocket.pause();
    const data = 'a'.repeat(1024 * 1024);
    const push = (id: string | undefined) =>
      on.push({ websocket: { action: 'data send', secConnectionID: id, dataType: 'text', data } });
    let status = 200;
    while (status === 200) ({ status } = await push(slowId));
    expect(status).toBe(429);
    await on.clock.advance(10_000);
    expect((await push(slowId)).body).toMatchObject({ errNo: 301 });
    expect(closeReasons()).toEqual(['too slow']);
    expect((await push(otherId)).body).toEqual({ errNo: 0, errMsg: 'ok' });
    await eventually('the frame', () => other.frames.length === 1);
  });
});
