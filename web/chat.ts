import { parseBroadcast } from '../protocol/chat';
import type { ConnectionPorts, ConnectionState } from './connection';
import { Connection } from './connection';
import type { Delivery, Message } from './message';

/** Where the chat shows itself. */
export interface ChatView {
  showState(state: ConnectionState): void;
  /** How many are online, this page included; undefined while nobody has told. */
  showOnline(online: number | undefined): void;
  showMessage(message: Message): void;
  /** Follows `showMessage` for each own message, and again whenever it changes. */
  showDelivery(id: number, delivery: Delivery): void;
}

interface OwnMessage {
  readonly id: number;
  readonly text: string;
}

/** One member's side of the chat: what is received is shown, what is submitted is never lost. */
export class Chat {
  private readonly connection: Connection;
  /** Submitted while the connection was not open, oldest first. */
  private readonly queue: OwnMessage[] = [];
  private readonly failed = new Map<number, OwnMessage>();
  private submitted = 0;

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
        view.showMessage({ from: 'note', binaryBytes: bytes, at: ports.clock.now() });
      },
    });
  }

  /** Connects now, unless it is connected or connecting. */
  connect(): void {
    this.connection.connect();
  }

  /** Shows an own message and sends it, now or as soon as there is a connection. */
  submit(text: string): void {
    this.submitted += 1;
    const message = { id: this.submitted, text };
    this.view.showMessage({ from: 'me', ...message, at: this.ports.clock.now() });
    this.deliver(message);
  }

  /** Sends a message again whose delivery failed; any other is left alone. */
  resend(id: number): void {
    const message = this.failed.get(id);
    if (!message) return;
    this.failed.delete(id);
    this.deliver(message);
  }

  private deliver(message: OwnMessage): void {
    const sent = this.connection.send(message.text, () => {
      this.failed.set(message.id, message);
      this.view.showDelivery(message.id, 'failed');
    });
    if (!sent) this.queue.push(message);
    this.view.showDelivery(message.id, sent ? 'sent' : 'queued');
  }

  private stateChanged(state: ConnectionState): void {
    this.view.showState(state);
    if (state.name !== 'open') {
      this.view.showOnline(undefined);
      return;
    }
    for (const message of this.queue.splice(0)) this.deliver(message);
  }

  private received(frame: string): void {
    const { text, online } = parseBroadcast(frame);
    if (online !== undefined) this.view.showOnline(online);
    this.view.showMessage({ from: 'other', text, at: this.ports.clock.now() });
  }
}
