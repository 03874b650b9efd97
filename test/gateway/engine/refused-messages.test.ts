import { parseErrorFrame } from '../../../protocol/error-frame';
import { ErrNo } from '../../../protocol/err-no';
import { engineGateway, type JoinedClient } from '../../support/engine-gateway';

const RATE = 10;
const BURST = 50;
const limits = { messagesPerSecond: RATE, maxEventBytes: 2_000 };
const switches = { errorFrames: true };

function send({ handlers }: JoinedClient, count: number): void {
  for (let sent = 0; sent < count; sent += 1) handlers.message(Buffer.from('hi'), false);
}

function errorsOf({ socket }: JoinedClient) {
  return socket.frames.map((frame) => parseErrorFrame(String(frame)));
}

describe('more messages than a connection may send', () => {
  it('are refused one by one, and their sender is told which', async () => {
    const { functions, events, join } = engineGateway({ limits, switches });
    const [ann, ben] = [await join(), await join()];
    send(ann, BURST + 2);
    expect(functions.events('transport')).toHaveLength(BURST);
    const errMsg = 'more messages than 10 a second';
    const errNo = ErrNo.tooManyMessages;
    expect(errorsOf(ann)).toEqual([
      { errNo, errMsg, message: BURST + 1 },
      { errNo, errMsg, message: BURST + 2 },
    ]);
    expect(events.filter(({ type }) => type === 'message refused')).toEqual([
      { type: 'message refused', id: ann.id, errNo, reason: errMsg },
      { type: 'message refused', id: ann.id, errNo, reason: errMsg },
    ]);
    send(ben, 1);
    expect(errorsOf(ben)).toEqual([]);
    expect(functions.events('transport')).toHaveLength(BURST + 1);
  });

  it('are taken again as time passes', async () => {
    const { functions, clock, join } = engineGateway({ limits, switches });
    const ann = await join();
    send(ann, BURST);
    await clock.advance(1_000);
    send(ann, RATE + 1);
    expect(functions.events('transport')).toHaveLength(BURST + RATE);
    expect(errorsOf(ann)).toHaveLength(1);
  });

  it('end the connection of who goes on regardless, with 1008', async () => {
    const { gateway, join } = engineGateway({ limits, switches });
    const [ann, ben] = [await join(), await join()];
    send(ann, 2 * BURST);
    expect(ann.socket.isOpen).toBe(true);
    send(ann, 2);
    expect(ann.socket.ending).toEqual({ code: 1008, reason: 'too many messages' });
    expect(errorsOf(ann)).toHaveLength(BURST + 1);
    expect(ben.socket.isOpen).toBe(true);
    expect(gateway.connectionCount).toBe(1);
  });

  it('are refused without a word where the switch is off, as it is at Tencent’s', async () => {
    const { functions, join } = engineGateway({ limits });
    const ann = await join();
    send(ann, BURST + 1);
    expect(functions.events('transport')).toHaveLength(BURST);
    expect(ann.socket.frames).toEqual([]);
  });

  it('are told of only as long as the client reads', async () => {
    const { join } = engineGateway({ limits, switches });
    const ann = await join();
    ann.socket.bufferedBytes = Infinity;
    send(ann, BURST + 1);
    expect(ann.socket.frames).toEqual([]);
    expect(ann.socket.isOpen).toBe(true);
  });

  it('do not exist where there is no limit', async () => {
    const { functions, join } = engineGateway({ switches });
    send(await join(), 10_000);
    expect(functions.events('transport')).toHaveLength(10_000);
  });
});

it('a message that is too large is refused in a frame before the close', async () => {
  const { join } = engineGateway({ limits, switches });
  const ann = await join();
  send(ann, 1);
  ann.handlers.message(Buffer.alloc(2_000, 'a'), false);
  expect(errorsOf(ann)).toEqual([
    {
      errNo: ErrNo.messageTooLarge,
      errMsg: 'a message may be 2000 bytes long, as an event',
      message: 2,
    },
  ]);
  expect(ann.socket.ending).toMatchObject({ code: 1009 });
});

it('a client that is turned away since the gateway is full is told of', async () => {
  const { gateway, events, join } = engineGateway({ limits: { maxConnections: 1 } });
  await join();
  await expect(join()).rejects.toThrow('the gateway is full');
  expect(events.at(-1)).toMatchObject({ type: 'refused', reason: 'the gateway is full' });
  expect(gateway.connectionCount).toBe(1);
});
