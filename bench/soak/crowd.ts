import { once } from 'node:events';
import { WebSocket } from 'ws';
import { CHAT_SUBPROTOCOL, HEARTBEAT_FRAME } from '../../protocol/chat';
import { DeliveryLedger } from './delivery-ledger';

/** What a crowd does, and how often: shares of all actions. Who comes also goes. */
const SHARES = {
  text: 45,
  'long text': 3,
  binary: 7,
  heartbeat: 10,
  join: 15,
  leave: 10,
  loss: 5,
  'broken handshake': 5,
} as const;

export type Action = keyof typeof SHARES;

const ALL_SHARES = Object.values(SHARES).reduce((sum, share) => sum + share, 0);

const LONG_TEXT = 'a'.repeat(16 * 1024);
/** A broken handshake is broken at a random moment within this many milliseconds. */
const BREAK_WITHIN_MS = 30;
const TAG = /^#(\d+) /;
/** Longer than a tag is. */
const TAG_BYTES = 20;

interface Member {
  readonly number: number;
  readonly socket: WebSocket;
  /** Set once this side ends the connection. */
  isLeaving: boolean;
}

/**
 * Members of a chat that write, come and go. The steady ones stay until the end, and each message
 * of one has to reach each other exactly once.
 */
export class Crowd {
  readonly ledger = new DeliveryLedger();
  /** What has happened that nobody caused. */
  readonly unexplained: string[] = [];
  readonly done: Record<Action, number> = Object.fromEntries(
    Object.keys(SHARES).map((action) => [action, 0]),
  ) as Record<Action, number>;
  readonly #url: string;
  readonly #most: number;
  readonly #steady: Member[] = [];
  readonly #passing: Member[] = [];
  #joined = 0;
  #messages = 0;

  /** @param most how many passing members there are at the most */
  constructor(url: string, most: number) {
    this.#url = url;
    this.#most = most;
  }

  get live(): number {
    return this.#steady.length + this.#passing.length;
  }

  async addSteady(count: number): Promise<void> {
    while (this.#steady.length < count) {
      const member = await this.#join();
      this.#steady.push(member);
      member.socket.on('message', (data: Buffer) => {
        const [, tag] = TAG.exec(data.toString('latin1', 0, TAG_BYTES)) ?? [];
        if (tag !== undefined) this.ledger.arrived(tag, member.number);
      });
    }
  }

  /** Does one thing, by chance. Resolves when it is done, which says nothing of its effects. */
  async act(): Promise<void> {
    const action = this.#choose();
    this.done[action] += 1;
    try {
      await this.#do(action);
    } catch (error) {
      this.unexplained.push(`${action}: ${String(error)}`);
    }
  }

  /** Everybody leaves in an orderly way. */
  async leaveAll(): Promise<void> {
    const all = [...this.#steady.splice(0), ...this.#passing.splice(0)];
    await Promise.all(all.map(leave));
  }

  #choose(): Action {
    let left = Math.random() * ALL_SHARES;
    for (const [action, share] of Object.entries(SHARES) as [Action, number][]) {
      left -= share;
      if (left < 0) return this.#isPossible(action) ? action : 'text';
    }
    return 'text';
  }

  #isPossible(action: Action): boolean {
    if (action === 'join') return this.#passing.length < this.#most;
    return action === 'leave' || action === 'loss' ? this.#passing.length > 0 : true;
  }

  async #do(action: Action): Promise<void> {
    switch (action) {
      case 'text':
        this.#write((tag) => `${tag}hello`);
        return;
      case 'long text':
        this.#write((tag) => tag + LONG_TEXT);
        return;
      case 'binary':
        this.#write((tag) => Buffer.from(tag));
        return;
      case 'heartbeat':
        pick([...this.#steady, ...this.#passing])?.socket.send(HEARTBEAT_FRAME);
        return;
      case 'join':
        this.#passing.push(await this.#join());
        return;
      case 'leave':
        return leave(this.#takePassing());
      case 'loss': {
        const lost = this.#takePassing();
        lost.isLeaving = true;
        lost.socket.terminate();
        return;
      }
      case 'broken handshake':
        return this.#breakHandshake();
    }
  }

  #write(content: (tag: string) => string | Buffer): void {
    const sender = pick([...this.#steady, ...this.#passing]);
    if (!sender) return;
    if (!this.#steady.includes(sender)) {
      sender.socket.send(content(''));
      return;
    }
    const tag = String((this.#messages += 1));
    const others = this.#steady.filter((member) => member !== sender);
    this.ledger.sent(
      tag,
      others.map(({ number }) => number),
    );
    sender.socket.send(content(`#${tag} `));
  }

  #takePassing(): Member {
    const [member] = this.#passing.splice(Math.floor(Math.random() * this.#passing.length), 1);
    if (!member) throw new Error('nobody is passing');
    return member;
  }

  async #join(): Promise<Member> {
    const socket = new WebSocket(this.#url, [CHAT_SUBPROTOCOL], { perMessageDeflate: false });
    const member: Member = { number: (this.#joined += 1), socket, isLeaving: false };
    await once(socket, 'open');
    socket.on('error', (error) => this.unexplained.push(`a member: ${error.message}`));
    socket.on('close', (code) => {
      if (!member.isLeaving) this.#wasClosed(member, code);
    });
    return member;
  }

  #wasClosed(member: Member, code: number): void {
    this.unexplained.push(`a member was closed with ${code}`);
    for (const members of [this.#steady, this.#passing]) {
      const at = members.indexOf(member);
      if (at >= 0) members.splice(at, 1);
    }
  }

  /** A client that goes away before, while or just after it is let in. */
  async #breakHandshake(): Promise<void> {
    const socket = new WebSocket(this.#url, [CHAT_SUBPROTOCOL], { perMessageDeflate: false });
    // Ending it before it is open is an error of `ws`.
    socket.on('error', () => undefined);
    setTimeout(() => {
      socket.terminate();
    }, Math.random() * BREAK_WITHIN_MS);
    await untilClosed(socket);
  }
}

async function leave(member: Member): Promise<void> {
  member.isLeaving = true;
  member.socket.close(1000);
  await untilClosed(member.socket);
}

/** Unlike `once`, does not reject on an error, which a close follows. */
function untilClosed(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => {
      resolve();
    });
  });
}

function pick<Item>(items: readonly Item[]): Item | undefined {
  return items[Math.floor(Math.random() * items.length)];
}
