import type { ConnectionId } from '../../protocol/connection-id';
import type { Clock } from '../engine/clock';
import type { Delivery, PushContent } from '../engine/push-back';
import type { ClusterStore } from './cluster-store';
import { decodeMessage, encodeMessage, type NodeMessage } from './messages';
import type { NodeName } from './node-ids';

/** How long another node's answer is waited for. */
export const ANSWER_MS = 2_000;

/** What came of asking another node. */
export type NodeAnswer = readonly Delivery[] | 'nobody listens' | 'no answer';

export interface ForwardingOptions {
  readonly node: NodeName;
  readonly store: Pick<ClusterStore, 'send'>;
  readonly clock: Clock;
  /** Pushes to connections that are open here. */
  readonly deliverHere: (ids: readonly ConnectionId[], content: PushContent) => Delivery[];
}

/** Hands pushes to the nodes that hold the connections, and takes those for this one. */
export class Forwarding {
  readonly #options: ForwardingOptions;
  readonly #waiting = new Map<number, (answer: NodeAnswer) => void>();
  #lastNumber = 0;

  constructor(options: ForwardingOptions) {
    this.#options = options;
  }

  /** Never rejects. */
  ask(to: NodeName, ids: readonly ConnectionId[], content: PushContent): Promise<NodeAnswer> {
    const { node, store, clock } = this.#options;
    const number = (this.#lastNumber += 1);
    return new Promise((resolve) => {
      const settle = (answer: NodeAnswer) => {
        this.#waiting.delete(number);
        timer.cancel();
        resolve(answer);
      };
      const timer = clock.after(ANSWER_MS, () => settle('no answer'));
      this.#waiting.set(number, settle);
      store.send(to, encodeMessage({ type: 'push', number, from: node, ids, content })).then(
        (isHeard) => {
          if (!isHeard) settle('nobody listens');
        },
        () => settle('no answer'),
      );
    });
  }

  /** Takes a message for this node; one of another version is dropped. */
  receive(text: string): void {
    const message = decodeMessage(text);
    if (message === undefined) return;
    if (message.type === 'pushed') this.#waiting.get(message.number)?.(message.deliveries);
    else this.#serve(message);
  }

  #serve({ number, from, ids, content }: Extract<NodeMessage, { type: 'push' }>): void {
    const { store, deliverHere } = this.#options;
    const deliveries = deliverHere(ids, content);
    // The asking node gives up waiting by itself.
    store.send(from, encodeMessage({ type: 'pushed', number, deliveries })).catch(() => undefined);
  }
}
