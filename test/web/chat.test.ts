import { formatBroadcast } from '../../protocol/chat';
import { formatErrorFrame } from '../../protocol/error-frame';
import type { ChatView } from '../../web/chat';
import { Chat } from '../../web/chat';
import type { ConnectionState } from '../../web/connection';
import type { Delivery, Message } from '../../web/message';
import { FakeClock } from '../support/fake-clock';
import { FakePageSockets } from '../support/fake-page-sockets';

class RecordingView implements ChatView {
  readonly states: ConnectionState['name'][] = [];
  readonly messages: Message[] = [];
  readonly deliveries = new Map<number, Delivery[]>();
  online: number | undefined;
  queued = 0;

  showState(state: ConnectionState): void {
    this.states.push(state.name);
  }

  showOnline(online: number | undefined): void {
    this.online = online;
  }

  showQueued(count: number): void {
    this.queued = count;
  }

  showMessage(message: Message): void {
    const at = this.messages.findIndex(({ id }) => id === message.id);
    if (at < 0) this.messages.push(message);
    else this.messages[at] = message;
    if (message.from !== 'me') return;
    const earlier = this.deliveries.get(message.id) ?? [];
    this.deliveries.set(message.id, [...earlier, message.delivery]);
  }
}

describe('chat', () => {
  let clock: FakeClock;
  let sockets: FakePageSockets;
  let view: RecordingView;
  let chat: Chat;

  beforeEach(() => {
    clock = new FakeClock();
    sockets = new FakePageSockets();
    view = new RecordingView();
    chat = new Chat(
      { openSocket: sockets.openSocket, clock, random: () => 0, heartbeatMs: 60_000 },
      view,
    );
  });

  function opened(): void {
    chat.connect();
    sockets.newest.serverAccepts();
  }

  it('shows an own message at once and says that it was sent', () => {
    opened();
    chat.submit('hello');
    expect(view.messages).toEqual([
      { from: 'me', id: 1, text: 'hello', delivery: 'sent', at: clock.now() },
    ]);
    expect(sockets.newest.sent).toEqual(['hello']);
    expect(view.deliveries.get(1)).toEqual(['sent']);
  });

  it("shows another member's message without its suffix, and the count from it", () => {
    opened();
    expect(view.online).toBeUndefined();
    sockets.newest.serverSends(formatBroadcast('hi', 3));
    expect(view.messages).toEqual([{ from: 'other', id: 1, text: 'hi', at: clock.now() }]);
    expect(view.online).toBe(3);
  });

  it('leaves alone what a member typed to look like the suffix', () => {
    opened();
    sockets.newest.serverSends(formatBroadcast('(===Online people:99===)', 2));
    expect(view.messages).toMatchObject([{ text: '(===Online people:99===)' }]);
    expect(view.online).toBe(2);
  });

  it('keeps the count when a frame carries none', () => {
    opened();
    sockets.newest.serverSends(formatBroadcast('hi', 3));
    sockets.newest.serverSends('no suffix');
    expect(view.messages).toMatchObject([{ text: 'hi' }, { text: 'no suffix' }]);
    expect(view.online).toBe(3);
  });

  it('does not know the count any more once the connection is gone', () => {
    opened();
    sockets.newest.serverSends(formatBroadcast('hi', 3));
    sockets.newest.ends();
    expect(view.online).toBeUndefined();
  });

  it('notes a binary frame by its size', () => {
    opened();
    sockets.newest.serverSends(new Uint8Array(1536));
    expect(view.messages).toEqual([{ from: 'note', id: 1, binaryBytes: 1536, at: clock.now() }]);
  });

  it('queues what is submitted before it is connected, and sends it in order', () => {
    chat.submit('one');
    chat.connect();
    chat.submit('two');
    expect([...view.deliveries]).toEqual([
      [1, ['queued']],
      [2, ['queued']],
    ]);
    expect(view.queued).toBe(2);
    sockets.newest.serverAccepts();
    expect(view.queued).toBe(0);
    chat.submit('three');
    expect(sockets.newest.sent).toEqual(['one', 'two', 'three']);
    expect([...view.deliveries]).toEqual([
      [1, ['queued', 'sent']],
      [2, ['queued', 'sent']],
      [3, ['sent']],
    ]);
  });

  it('sends what was queued while the connection was lost once, on the new one', async () => {
    opened();
    sockets.newest.ends();
    chat.submit('anybody?');
    await clock.advance(0);
    sockets.newest.serverAccepts();
    sockets.newest.ends();
    await clock.advance(0);
    sockets.newest.serverAccepts();
    expect(sockets.all.map((socket) => socket.sent)).toEqual([[], ['anybody?'], []]);
  });

  it('says that a message was not sent when it had not left, and sends it again on request', () => {
    opened();
    chat.submit('hello');
    sockets.newest.bufferedBytes = 5;
    sockets.newest.ends();
    expect(view.deliveries.get(1)).toEqual(['sent', 'failed']);
    chat.resend(1);
    opened();
    chat.resend(1);
    expect(sockets.newest.sent).toEqual(['hello']);
    expect(view.deliveries.get(1)).toEqual(['sent', 'failed', 'queued', 'sent']);
    expect(view.messages).toHaveLength(1);
  });

  it.each([
    [402, 'tooMany', ['sent', 'tooMany', 'sent']],
    [401, 'tooLarge', ['sent', 'tooLarge']],
    [499, 'failed', ['sent', 'failed', 'sent']],
  ])('says of the message that the gateway refused with %i why', (errNo, delivery, history) => {
    opened();
    chat.submit('one');
    chat.submit('two');
    chat.submit('three');
    sockets.newest.serverSends(formatErrorFrame({ errNo, errMsg: 'x', message: 2 }));
    expect(view.messages.map((message) => 'delivery' in message && message.delivery)).toEqual([
      'sent',
      delivery,
      'sent',
    ]);
    chat.resend(2);
    expect(view.deliveries.get(2)).toEqual(history);
  });

  it('shows restored messages as they were, and says which of them were not sent', () => {
    const other: Message = { from: 'other', id: 3, at: 1, text: 'hi' };
    const own = { from: 'me', at: 2, text: 'hello' } as const;
    chat.restore([
      other,
      { ...own, id: 5, delivery: 'sent' },
      { ...own, id: 6, delivery: 'queued' },
      { ...own, id: 7, delivery: 'failed' },
    ]);
    expect(view.messages).toEqual([
      other,
      { ...own, id: 5, delivery: 'sent' },
      { ...own, id: 6, delivery: 'failed' },
      { ...own, id: 7, delivery: 'failed' },
    ]);
  });

  it('sends a restored message when asked only, and numbers new ones behind it', () => {
    chat.restore([{ from: 'me', id: 6, at: 2, text: 'restored', delivery: 'queued' }]);
    opened();
    expect(sockets.newest.sent).toEqual([]);
    chat.resend(6);
    chat.submit('new');
    expect(sockets.newest.sent).toEqual(['restored', 'new']);
    expect(view.messages.map(({ id }) => id)).toEqual([6, 7]);
  });

  it('shows each state of its connection', () => {
    opened();
    sockets.newest.ends(1000);
    expect(view.states).toEqual(['connecting', 'open', 'closed']);
  });
});
