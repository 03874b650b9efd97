import { setTimeout as wait } from 'node:timers/promises';
import { FAN_OUT_CONCURRENCY } from '../functions/push-back/fan-out';
import { readProjectConfig } from '../localcloud/deploy/project-config';
import type { Benchmark, BenchOptions } from './benchmark';
import type { BareFanOutProgram, BareGatewayProgram } from './control/bare-gateway-program';
import { deployArticle } from './control/deploy-article';
import type { Delivery } from './load/load-program';
import { connectAll, startLoad, type Load } from './load/start-load';
import { cpuSeconds } from './process/cpu-seconds';
import { checkOpenFiles } from './process/open-files';
import { startChat } from './process/running-chat';
import { startProgram } from './process/start-program';
import type { Row } from './report';
import { spreadOf, type Spread } from './statistics';

const SIZES = [100, 1_000, 10_000];
/** The article takes seconds a message, so that more rounds of it would teach nothing. */
const ARTICLE_ROUNDS = 3;
/** Longer than a push may take that is tried twice (PUSH_TIMEOUT_MS), so that none is given up early. */
const QUIET_MS = 7_000;
/** Between rounds, so that the function of the last one has answered and its instance is free. */
const PAUSE_MS = 200;

/** One message to a room of each size, from the sender's `send` to the other members. */
export const fanOut: Benchmark = {
  description: 'one message to 100, 1,000 and 10,000 members',
  async *run(options) {
    const sizes = options.members ?? SIZES;
    checkOpenFiles(Math.max(...sizes));
    for (const members of sizes) {
      const { chat, article } = await measureChat(members, options);
      const { floor, raw } = await measureControls(members, options);
      const timesFloor = chat.lastMs.median / floor.lastMs.median;
      yield {
        ...chat,
        functionTimeoutSeconds: await functionTimeoutSeconds(options.root),
        timesFloor,
        // Against members that it has left out, the article's time says nothing.
        ...(article.missed === 0 && {
          timesFasterThanArticle: article.lastMs.median / chat.lastMs.median,
        }),
      };
      yield { ...article };
      yield { ...floor };
      yield { ...raw };
    }
  },
};

type Measured = Row & { readonly lastMs: Spread; readonly missed: number };

/** The chat as deployed, then with the article's transport, with the same members. */
async function measureChat(
  members: number,
  options: BenchOptions,
): Promise<{ chat: Measured; article: Measured }> {
  const { root, rounds } = options;
  const chat = await startChat(root, options);
  try {
    return await withLoad(options, async (load) => {
      await connectAll(load, chat.ready.wsUrl, members);
      const ours = await measure('scf-chat', load, { members, rounds, pids: [chat.pid] });
      await deployArticle(root, chat);
      const articleRounds = Math.min(rounds, ARTICLE_ROUNDS);
      const article = await measure('article', load, {
        members,
        rounds: articleRounds,
        pids: [chat.pid],
      });
      return { chat: ours, article };
    });
  } finally {
    await chat.stop();
  }
}

/** The same on a gateway, a bucket and a function without any of our code; and raw `ws`. */
async function measureControls(
  members: number,
  options: BenchOptions,
): Promise<{ floor: Measured; raw: Measured }> {
  const { root, rounds } = options;
  const gateway = await startProgram<BareGatewayProgram>(
    root,
    'bench/control/bare-gateway-main.ts',
  );
  const fanOut = await startProgram<BareFanOutProgram>(root, 'bench/control/bare-fan-out-main.ts');
  try {
    const { port } = await gateway.ask('listen', options);
    const { url } = await fanOut.ask('listen', {
      gatewayPort: port,
      members,
      concurrency: FAN_OUT_CONCURRENCY,
    });
    return await withLoad(options, async (load) => {
      await connectAll(load, `ws://127.0.0.1:${port}/`, members);
      await gateway.ask('switchTo', { call: url });
      const pids = [gateway.pid, fanOut.pid];
      const floor = await measure('floor', load, { members, rounds, pids });
      await gateway.ask('switchTo', 'send');
      return { floor, raw: await measure('raw ws', load, { members, rounds, pids }) };
    });
  } finally {
    await Promise.all([gateway.stop(), fanOut.stop()]);
  }
}

async function withLoad<Result>(
  { root }: BenchOptions,
  work: (load: Load) => Promise<Result>,
): Promise<Result> {
  const load = await startLoad(root);
  try {
    return await work(load);
  } finally {
    await load.stop();
  }
}

async function measure(
  subject: string,
  load: Load,
  { members, rounds, pids }: { members: number; rounds: number; pids: readonly number[] },
): Promise<Measured> {
  const send = async (round: number): Promise<Delivery> => {
    const delivery = await load.ask('broadcast', {
      text: `${subject} ${round}`,
      quietMs: QUIET_MS,
    });
    await wait(PAUSE_MS);
    return delivery;
  };
  await send(0);
  const cpuBefore = cpuSeconds(pids);
  const deliveries: Delivery[] = [];
  for (let round = 1; round <= rounds; round += 1) deliveries.push(await send(round));
  const cpuAfter = cpuSeconds(pids);
  return {
    subject,
    members,
    rounds,
    lastMs: spreadOf(deliveries.map(({ lastMs }) => lastMs)),
    medianMs: spreadOf(deliveries.map(({ medianMs }) => medianMs)),
    pushesPerSecond: spreadOf(
      deliveries.map(({ delivered, lastMs }) => (delivered / lastMs) * 1000),
    ),
    // The worst round counts.
    missed: Math.max(...deliveries.map(({ delivered }) => members - 1 - delivered)),
    duplicates: Math.max(...deliveries.map(({ duplicates }) => duplicates)),
    cpuSecondsPerMessage:
      cpuBefore === undefined || cpuAfter === undefined
        ? undefined
        : (cpuAfter - cpuBefore) / rounds,
  };
}

async function functionTimeoutSeconds(root: string): Promise<number> {
  const { project, config } = await readProjectConfig(root, 'local');
  return Number(config[`${project}:functionTimeout`]);
}
