import { setTimeout as wait } from 'node:timers/promises';
import { PRUNE_GRACE_MS } from '../../functions/cores/prune';
import { openChatCloud } from '../process/chat-cloud';
import { openChatRegistry } from '../process/chat-registry';
import { startChat, type RunningChat, type TimedLine } from '../process/running-chat';
import type { Row } from '../report';
import { median } from '../statistics';
import { Crowd } from './crowd';
import { judge, type Check } from './judge';
import { memoryUse } from './resident-memory';

export interface SoakOptions {
  /** The project's root. */
  readonly root: string;
  readonly minutes: number;
  /** Members at a time; half of them stay, the others come and go. */
  readonly members: number;
  /** Things that happen in a second. */
  readonly rate: number;
}

const MS_PER_MINUTE = 60_000;
const MS_PER_SECOND = 1_000;
/** Rows of the result, and looks at the memory for each. */
const ROWS = 10;
const LOOKS_PER_ROW = 6;
/** For what is still under way when the load ends. */
const SETTLE_MS = 10_000;
const POLL_MS = 100;
const NO_DELAYS = { pushBackMs: 0, cosMs: 0 };

/**
 * Puts a chat as `npm start` runs it under mixed load. Gives rows as time passes, and at the end
 * what it came to.
 */
export async function* soak(options: SoakOptions): AsyncGenerator<Row, readonly Check[]> {
  const chat = await startChat(options.root, NO_DELAYS);
  try {
    return yield* soakChat(chat, options);
  } finally {
    await chat.stop();
  }
}

async function* soakChat(
  chat: RunningChat,
  { minutes, members, rate }: SoakOptions,
): AsyncGenerator<Row, readonly Check[]> {
  const steady = Math.ceil(members / 2);
  const crowd = new Crowd(chat.ready.wsUrl, members - steady);
  await crowd.addSteady(steady);

  const load = keepBusy(crowd, rate);
  const memory: { readonly cloudMb: number; readonly functionMb: number }[] = [];
  for (let row = 1, seen = 0; row <= ROWS; row += 1) {
    const looks = await lookAtMemory(chat.pid, (minutes * MS_PER_MINUTE) / ROWS);
    if (looks) memory.push(looks);
    yield {
      minute: (minutes * row) / ROWS,
      live: crowd.live,
      actions: Object.values(crowd.done).reduce((sum, count) => sum + count, 0),
      slowestMs: slowestMessageMs(chat.lines.slice(seen)),
      ...looks,
      missing: crowd.ledger.missing,
      duplicates: crowd.ledger.duplicates,
      unexplained: unexplained(crowd, chat.lines).length,
    };
    seen = chat.lines.length;
  }
  await load.stop();
  await until(() => crowd.ledger.missing === 0, SETTLE_MS);

  // Those that were lost last are too young to be removed before.
  await wait(PRUNE_GRACE_MS + MS_PER_SECOND);
  await sweep(chat);
  const registry = openChatRegistry(chat);
  const atTheEnd = {
    live: crowd.live,
    open: openConnections(chat.lines),
    registered: (await registry.list()).length,
  };
  await crowd.leaveAll();
  await until(async () => (await registry.list()).length === 0, SETTLE_MS);
  return judge({
    ...atTheEnd,
    leftRegistered: (await registry.list()).length,
    missing: crowd.ledger.missing,
    duplicates: crowd.ledger.duplicates,
    slowestMs: slowestMessageMs(chat.lines),
    unexplained: unexplained(crowd, chat.lines),
    memory,
    actions: crowd.done,
  });
}

/** Has the crowd do so many things a second, each whether or not the last one is done. */
function keepBusy(crowd: Crowd, rate: number): { stop(): Promise<void> } {
  const underWay = new Set<Promise<void>>();
  const timer = setInterval(() => {
    const action = crowd.act().finally(() => underWay.delete(action));
    underWay.add(action);
  }, MS_PER_SECOND / rate);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}

/** The medians over a while, with how many function instances there were; undefined without /proc. */
async function lookAtMemory(pid: number, forMs: number) {
  const looks = [];
  for (let look = 0; look < LOOKS_PER_ROW; look += 1) {
    await wait(forMs / LOOKS_PER_ROW);
    looks.push(memoryUse(pid) ?? []);
  }
  const seen = looks.flat();
  if (seen.length === 0) return undefined;
  return {
    cloudMb: median(seen.map(({ processMb }) => processMb)),
    instances: median(seen.map(({ childrenMb }) => childrenMb.length)),
    functionMb: median(seen.flatMap(({ childrenMb }) => childrenMb)),
  };
}

/** All that went wrong without the crowd's having done it. */
function unexplained(crowd: Crowd, lines: readonly TimedLine[]): readonly string[] {
  const reported = lines.filter((line) => !isExplained(line));
  return [...crowd.unexplained, ...reported.map(({ event, reason = '' }) => `${event}: ${reason}`)];
}

/** The endings that the crowd causes. */
const CAUSED: readonly string[] = ['client', 'lost', 'the client left during the handshake'];

function isExplained({ event, reason = '' }: TimedLine): boolean {
  if (event === 'failed') return false;
  return (event !== 'closed' && event !== 'refused') || CAUSED.includes(reason);
}

function slowestMessageMs(lines: readonly TimedLine[]): number {
  return lines.reduce(
    (slowest, { event, durationMs = 0 }) =>
      event === 'message' ? Math.max(slowest, durationMs) : slowest,
    0,
  );
}

/** As the chat itself counts them. */
function openConnections(lines: readonly TimedLine[]): number {
  return lines.findLast(({ open }) => open !== undefined)?.open ?? 0;
}

async function sweep(chat: RunningChat): Promise<void> {
  await openChatCloud(chat).call('scf', 'InvokeFunction', {
    FunctionName: chat.ready.functions.transport,
    Event: JSON.stringify({ websocket: { action: 'sweep' } }),
  });
}

async function until(isSo: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
  for (let left = withinMs; left > 0 && !(await isSo()); left -= POLL_MS) await wait(POLL_MS);
}
