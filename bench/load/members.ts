import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type {
  BroadcastInput,
  ConnectInput,
  ConnectResult,
  Delivery,
  LoadProgram,
  RateInput,
  WindowInput,
} from './load-program';
import { DeliveryWatch } from './delivery-watch';

/** How often the end of a delivery is looked for; the times themselves do not depend on it. */
const LOOK_MS = 5;
/** After a window, until the messages still under way have arrived. */
const DRAIN_MS = 100;
/** Ends the text that tells messages apart, before what the chat appends. */
const TAG_END = ' ';
/** The member who sends; some servers send to everybody, the sender too. */
const SENDER = 0;

/** The members of a benchmark. */
export class Members implements LoadProgram {
  readonly #sockets: WebSocket[] = [];
  #receive: (member: number, text: string) => void = () => undefined;

  async connect({ url, count, atOnce }: ConnectInput): Promise<ConnectResult> {
    const start = performance.now();
    let left = count;
    let refused = 0;
    const connectNext = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        if (!(await this.#connectOne(url))) refused += 1;
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, count) }, connectNext));
    return { open: this.#sockets.length, refused, tookMs: performance.now() - start };
  }

  async broadcast({ text, quietMs }: BroadcastInput): Promise<Delivery> {
    const tag = text + TAG_END;
    const watch = new DeliveryWatch(this.#sockets.length - 1, quietMs);
    this.#receive = (member, received) => {
      if (member !== SENDER && received.startsWith(tag)) watch.arrived(member);
    };
    this.#sockets[SENDER]?.send(tag);
    while (!watch.isOver) await wait(LOOK_MS);
    return watch.delivery;
  }

  async sendAtRate({ perSecond, seconds, quietMs }: RateInput): Promise<readonly Delivery[]> {
    const watches: DeliveryWatch[] = [];
    this.#receive = (member, received) => {
      watches[parseInt(received, 10)]?.arrived(member);
    };
    const start = performance.now();
    for (let number = 0; number < perSecond * seconds; number += 1) {
      const dueAt = start + (number / perSecond) * 1000;
      await wait(Math.max(0, dueAt - performance.now()));
      watches.push(new DeliveryWatch(this.#sockets.length - 1, quietMs));
      this.#sockets[SENDER]?.send(`${number}${TAG_END}`);
    }
    while (!watches.every(({ isOver }) => isOver)) await wait(LOOK_MS);
    return watches.map(({ delivery }) => delivery);
  }

  async echo(input: WindowInput): Promise<number> {
    return this.#countArrivals(
      input,
      (member) => this.#sockets[member]?.send('echo'),
      () => {
        for (const socket of this.#sockets) socket.send('echo');
      },
    );
  }

  async broadcastBackToBack(input: WindowInput): Promise<number> {
    let left = 0;
    const send = () => {
      left = this.#sockets.length;
      this.#sockets[SENDER]?.send('broadcast');
    };
    const next = () => {
      left -= 1;
      if (left === 0) send();
    };
    return this.#countArrivals(input, next, send);
  }

  /** Messages that arrive in a second, while each arrival leads to the next message. */
  async #countArrivals(
    { windowMs }: WindowInput,
    onArrival: (member: number) => void,
    begin: () => void,
  ): Promise<number> {
    let arrivals = 0;
    this.#receive = (member) => {
      arrivals += 1;
      onArrival(member);
    };
    const start = performance.now();
    begin();
    await wait(windowMs);
    const perSecond = (arrivals * 1000) / (performance.now() - start);
    this.#receive = () => undefined;
    await wait(DRAIN_MS);
    return perSecond;
  }

  async #connectOne(url: string): Promise<boolean> {
    const socket = new WebSocket(url, ['scf-chat'], { perMessageDeflate: false });
    try {
      await once(socket, 'open');
    } catch {
      return false;
    }
    const member = this.#sockets.push(socket) - 1;
    socket.on('message', (data: Buffer) => {
      this.#receive(member, data.toString());
    });
    return true;
  }
}
