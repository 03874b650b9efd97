import { formatBroadcast } from '../../protocol/chat';
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

  showState(state: ConnectionState): void {
    this.states.push(state.name);
  }

  showOnline(online: number | undefined): void {
    this.online = online;
  }

  showMessage(message: Message): void {
    this.messages.push(message);
  }

  showDelivery(id: number, delivery: Delivery): void {
    this.deliveries.set(id, [...(this.deliveries.get(id) ?? []), delivery]);
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
    expect(view.messages).toEqual([{ from: 'me', id: 1, text: 'hello', at: clock.now() }]);
    expect(sockets.newest.sent).toEqual(['hello']);
    expect(view.deliveries.get(1)).toEqual(['sent']);
  });

  it("shows another member's message without its suffix, and the count from it", () => {
    opened();
    expect(view.online).toBeUndefined();
    sockets.newest.serverSends(formatBroadcast('hi', 3));
    expect(view.messages).toEqual([{ from: 'other', text: 'hi', at: clock.now() }]);
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
    expect(view.messages).toEqual([{ from: 'note', binaryBytes: 1536, at: clock.now() }]);
  });

  it('queues what is submitted before it is connected, and sends it in order', () => {
    chat.submit('one');
    chat.connect();
    chat.submit('two');
    expect([...view.deliveries]).toEqual([
      [1, ['queued']],
      [2, ['queued']],
    ]);
    sockets.newest.serverAccepts();
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

  it('shows each state of its connection', () => {
    opened();
    sockets.newest.ends(1000);
    expect(view.states).toEqual(['connecting', 'open', 'closed']);
  });
});
