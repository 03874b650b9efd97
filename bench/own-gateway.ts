import { setTimeout as wait } from 'node:timers/promises';
import type { Benchmark, BenchOptions } from './benchmark';
import type { BareGatewayProgram } from './control/bare-gateway-program';
import type { ServerProgram } from './engine/server-program';
import { openPushpinRoom, WITHOUT_PUSHPIN } from './fan-out/pushpin-room';
import { sendRounds, type Samples } from './fan-out/send-rounds';
import { connectAll, startLoad } from './load/start-load';
import type { FunctionsProgram } from './own-gateway/functions-program';
import { startOwnGateway } from './own-gateway/start-gateway';
import { checkOpenFiles } from './process/open-files';
import { Scope } from './process/scope';
import { startProgram } from './process/start-program';
import type { Row } from './report';
import { spreadOf, type Spread } from './statistics';

const SIZES = [1_000, 5_000];
const IDLE_MEMBERS = 10_000;
/** What the first connections load and compile is no connection's memory. */
const FIRST_MEMBERS = 100;
/** Until what the handshakes have left behind is collected. */
const SETTLE_MS = 3_000;
const BYTES_PER_KB = 1024;

/** The gateway that people run themselves, with functions behind URLs. */
export const ownGateway: Benchmark = {
  description: 'the gateway one runs oneself: fan-out with and without batches, idle memory',
  async *run(options) {
    const sizes = options.members ?? SIZES;
    checkOpenFiles(Math.max(...sizes, IDLE_MEMBERS));
    for (const members of sizes) yield* compareFanOut(members, options);
    if (options.members === undefined) yield* compareMemory(IDLE_MEMBERS, options);
  },
};

/** From a member's `send` to the last of the others: function, fan-out and gateway. */
async function* compareFanOut(members: number, options: BenchOptions): AsyncGenerator<Row> {
  const { root, rounds } = options;
  const scope = new Scope();
  try {
    const { gateway, functions } = await openGateway(root, scope);
    const load = await scope.add(startLoad(root));
    await connectAll(load, gateway.wsUrl, members);
    const bare = await scope.add(
      startProgram<BareGatewayProgram>(root, 'bench/control/bare-gateway-main.ts'),
    );
    const { port } = await bare.ask('listen', { pushBackMs: 0, cosMs: 0 });
    const bareLoad = await scope.add(startLoad(root));
    await connectAll(bareLoad, `ws://127.0.0.1:${port}/`, members);

    const ours = { load, pids: [gateway.pid, functions.pid] };
    const withoutBatches = gateway.pushBackUrl.replace(/\?.*/, '');
    const { batches, oneByOne, raw, pushpin } = await sendRounds(
      {
        batches: { ...ours, prepare: () => functions.ask('pushTo', gateway.pushBackUrl) },
        oneByOne: { ...ours, prepare: () => functions.ask('pushTo', withoutBatches) },
        raw: {
          load: bareLoad,
          pids: [bare.pid],
          prepare: () => bare.ask('switchTo', 'send'),
        },
        pushpin: await openPushpinRoom(members, root, scope),
      },
      rounds,
    );
    yield {
      ...describe('in batches', members, batches),
      timesFasterThanOneByOne: timesFaster(batches, oneByOne),
      timesFasterThanPushpin: pushpin && timesFaster(batches, pushpin),
    };
    yield describe('one POST a connection', members, oneByOne);
    yield describe('raw ws', members, raw);
    yield pushpin
      ? describe('Pushpin', members, pushpin)
      : { what: 'fan-out', ...WITHOUT_PUSHPIN, members };
  } finally {
    await scope.stop();
  }
}

/** Round by round, since both were measured one after the other. */
function timesFaster(fast: Samples, slow: Samples): Spread {
  return spreadOf(
    fast.measured.map(({ lastMs }, round) => (slow.measured[round]?.lastMs ?? NaN) / lastMs),
  );
}

function describe(subject: string, members: number, { measured }: Samples): Row {
  const cpu = measured.flatMap((sample) => sample.cpuSeconds ?? []);
  return {
    what: 'fan-out',
    subject,
    members,
    lastMs: spreadOf(measured.map(({ lastMs }) => lastMs)),
    // The worst round counts.
    missed: Math.max(...measured.map(({ delivered }) => members - 1 - delivered)),
    cpuSeconds: cpu.length === 0 ? undefined : spreadOf(cpu),
  };
}

async function openGateway(root: string, scope: Scope) {
  const functions = await scope.add(
    startProgram<FunctionsProgram>(root, 'bench/own-gateway/functions-main.ts'),
  );
  const { url } = await functions.ask('listen', undefined);
  const gateway = await scope.add(startOwnGateway(root, url));
  return { functions, gateway };
}

async function* compareMemory(members: number, { root }: BenchOptions): AsyncGenerator<Row> {
  const scope = new Scope();
  try {
    const { gateway } = await openGateway(root, scope);
    const ours = await kilobytesEach(members, root, scope, gateway.wsUrl, () =>
      gateway.residentBytes(),
    );
    const raw = await scope.add(
      startProgram<ServerProgram>(root, 'bench/engine/raw-server-main.ts', ['--expose-gc']),
    );
    const { url } = await raw.ask('listen', undefined);
    const theirs = await kilobytesEach(members, root, scope, url, () =>
      raw.ask('residentBytes', undefined),
    );
    const row = { what: 'idle', members };
    yield { ...row, subject: 'gateway.mjs', kilobytesEach: ours, timesRaw: ours / theirs };
    yield { ...row, subject: 'raw ws', kilobytesEach: theirs };
  } finally {
    await scope.stop();
  }
}

async function kilobytesEach(
  members: number,
  root: string,
  scope: Scope,
  url: string,
  residentBytes: () => Promise<number>,
): Promise<number> {
  const load = await scope.add(startLoad(root));
  await connectAll(load, url, FIRST_MEMBERS);
  const before = await residentBytes();
  await connectAll(load, url, members - FIRST_MEMBERS);
  await wait(SETTLE_MS);
  return ((await residentBytes()) - before) / (members - FIRST_MEMBERS) / BYTES_PER_KB;
}
