import { parseBroadcast } from '../protocol/chat';
import { ErrNo } from '../protocol/err-no';
import type { ConnectionPorts, ConnectionState } from './connection';
import { Connection } from './connection';
import { isResendable, type Delivery, type Message, type OwnMessage } from './message';

/** What has become of a message that the gateway has not taken. */
const REFUSED: Readonly<Partial<Record<number, Delivery>>> = {
  [ErrNo.messageTooLarge]: 'tooLarge',
  [ErrNo.tooManyMessages]: 'tooMany',
};

/** Where the chat shows itself. */
export interface ChatView {
  showState(state: ConnectionState): void;
  /** How many are online, this page included; undefined while nobody has told. */
  showOnline(online: number | undefined): void;
  /** How many messages wait for a connection. */
  showQueued(count: number): void;
  /** A new message or, with the id of an earlier one, how that one is now. */
  showMessage(message: Message): void;
}

/** One member's side of the chat: what is received is shown, what is submitted is never lost. */
export class Chat {
  private readonly connection: Connection;
  /** Submitted while the connection was not open, oldest first. */
  private queue: readonly OwnMessage[] = [];
  private readonly failed = new Map<number, OwnMessage>();
  private lastId = 0;

  constructor(
    private readonly ports: ConnectionPorts,
    private readonly view: ChatView,
  ) {
    this.connection = new Connection(ports, {
      stateChanged: (state) => {
        this.stateChanged(state);
      },
      text: (data) => {
        this.received(data);
      },
      binary: (bytes) => {
        view.showMessage({ from: 'note', binaryBytes: bytes, ...this.next() });
      },
    });
  }

  /** Connects now, unless it is connected or connecting. */
  connect(): void {
    this.connection.connect();
  }

  /** Connects now if it would by itself later. */
  hasten(): void {
    this.connection.hasten();
  }

  /**
   * Shows messages of before the page was loaded. Those that were queued are not sent unasked: the
   * tab may have been duplicated, and then both would.
   */
  restore(messages: readonly Message[]): void {
    for (const message of messages) {
      this.lastId = Math.max(this.lastId, message.id);
      if (message.from === 'me' && message.delivery !== 'sent') {
        this.fail(message, afterLoading(message));
      } else this.view.showMessage(message);
    }
  }

  /** Shows an own message and sends it, now or as soon as there is a connection. */
  submit(text: string): void {
    this.deliver({ from: 'me', text, delivery: 'queued', ...this.next() });
  }

  /** Sends a message again whose delivery failed; any other is left alone. */
  resend(id: number): void {
    const message = this.failed.get(id);
    if (!message) return;
    this.failed.delete(id);
    this.deliver(message);
  }

  private deliver(message: OwnMessage): void {
    const sent = this.connection.send(message.text, (errNo) => {
      this.fail(message, REFUSED[errNo ?? ErrNo.ok] ?? 'failed');
    });
    if (!sent) this.setQueue([...this.queue, message]);
    this.showDelivery(message, sent ? 'sent' : 'queued');
  }

  private fail(message: OwnMessage, delivery: Delivery = 'failed'): void {
    if (isResendable(delivery)) this.failed.set(message.id, message);
    this.showDelivery(message, delivery);
  }

  private showDelivery(message: OwnMessage, delivery: Delivery): void {
    this.view.showMessage({ ...message, delivery });
  }

  private setQueue(queue: readonly OwnMessage[]): void {
    this.queue = queue;
    this.view.showQueued(queue.length);
  }

  private stateChanged(state: ConnectionState): void {
    this.view.showState(state);
    if (state.name !== 'open') {
      this.view.showOnline(undefined);
      return;
    }
    const queued = this.queue;
    this.setQueue([]);
    for (const message of queued) this.deliver(message);
  }

  private received(frame: string): void {
    const { text, online } = parseBroadcast(frame);
    if (online !== undefined) this.view.showOnline(online);
    this.view.showMessage({ from: 'other', text, ...this.next() });
  }

  private next(): { readonly id: number; readonly at: number } {
    this.lastId += 1;
    return { id: this.lastId, at: this.ports.clock.now() };
  }
}

/** What was still to be sent when the page was left is sent only if it is asked for. */
function afterLoading({ delivery }: OwnMessage): Delivery {
  return delivery === 'queued' ? 'failed' : delivery;
}
