import { setTimeout as wait } from 'node:timers/promises';
import type { Benchmark } from './benchmark';
import type { Delivery } from './load/load-program';
import { connectAll, startLoad } from './load/start-load';
import { checkOpenFiles } from './process/open-files';
import { startChat, type RunningChat } from './process/running-chat';
import type { Row } from './report';
import { median, spreadOf } from './statistics';

const ROOMS = [100];
/** Messages a second, from what everybody keeps up with to what this machine cannot. */
const RATES = [2, 5, 10, 20, 40, 60, 80, 100, 120, 160, 240];
/** How long messages are sent at a rate, and for how long of that new instances may be starting. */
const SECONDS = 6;
const STARTING_SECONDS = 2;
/** Without a count of its own, the rate at which no message waits for another. */
const WARM_UP_RATE = 5;
/** Where latency has doubled, the room no longer sustains the rate. */
const DOUBLED = 2;
/** After a delivery, until the chat has logged it. */
const LOG_DELAY_MS = 300;
/** Longer than messages may wait for an instance once there are too many. */
const QUIET_MS = 15_000;

/** How many messages a second a room sustains, and what becomes of them when there are more. */
export const messageRate: Benchmark = {
  description:
    'a room of 100 at more and more messages a second, until latency doubles, and past it',
  async *run({ root, members: rooms = ROOMS, ...delays }) {
    for (const members of rooms) {
      checkOpenFiles(members);
      const chat = await startChat(root, delays);
      const load = await startLoad(root);
      try {
        await connectAll(load, chat.ready.wsUrl, members);
        const send = async (perSecond: number) => {
          const linesBefore = chat.lines.length;
          const deliveries = await load.ask('sendAtRate', {
            perSecond,
            seconds: SECONDS,
            quietMs: QUIET_MS,
          });
          await wait(LOG_DELAY_MS);
          return { perSecond, deliveries, ...reportedBy(chat, linesBefore) };
        };
        await send(WARM_UP_RATE);
        let baselineMs: number | undefined;
        let isPast = false;
        for (const perSecond of RATES) {
          const sent = await send(perSecond);
          const lastMs = median(settledTimes(sent));
          baselineMs ??= lastMs;
          yield describe(members, sent, lastMs / baselineMs);
          // One more rate is sent past the first that was too much.
          if (isPast) break;
          isPast = lastMs > DOUBLED * baselineMs;
        }
      } finally {
        await load.stop();
        await chat.stop();
      }
    }
  },
};

interface Reported {
  /** Messages that the chat has logged, and pushes that it says have not reached their member. */
  readonly logged: number;
  readonly loggedMisses: number;
}

function reportedBy({ lines }: RunningChat, from: number): Reported {
  const messages = lines.slice(from).filter(({ event }) => event === 'message');
  const misses = messages.map(({ others = 0, reached = 0 }) => others - reached);
  return {
    logged: messages.length,
    loggedMisses: misses.reduce((sum, count) => sum + count, 0),
  };
}

interface Sent extends Reported {
  readonly perSecond: number;
  readonly deliveries: readonly Delivery[];
}

/** Of the messages that were sent once there were instances enough. */
function settledTimes({ perSecond, deliveries }: Sent): number[] {
  return deliveries.slice(perSecond * STARTING_SECONDS).map(({ lastMs }) => lastMs);
}

function describe(members: number, sent: Sent, timesLatency: number): Row {
  const { perSecond, deliveries, logged, loggedMisses } = sent;
  return {
    members,
    perSecond,
    messages: deliveries.length,
    lastMs: spreadOf(settledTimes(sent)),
    worstLastMs: spreadOf(deliveries.map(({ lastMs }) => lastMs)).max,
    timesLatency,
    missed: deliveries.reduce((sum, { delivered }) => sum + members - 1 - delivered, 0),
    duplicates: deliveries.reduce((sum, { duplicates }) => sum + duplicates, 0),
    logged,
    loggedMisses,
  };
}
