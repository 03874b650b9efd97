import type { Benchmark, BenchOptions } from './benchmark';
import type { ServerProgram } from './engine/server-program';
import { connectAll, startLoad, type Load } from './load/start-load';
import { cpuSeconds } from './process/cpu-seconds';
import { checkOpenFiles } from './process/open-files';
import { Scope } from './process/scope';
import { startProgram, type RunningProgram } from './process/start-program';
import type { Row } from './report';
import { spreadOf, type Spread } from './statistics';

const ECHO_MEMBERS = 100;
const BROADCAST_MEMBERS = 1_000;
const IDLE_MEMBERS = 10_000;
/** Resident memory comes in pages and pools, so one server alone would say little. */
const IDLE_SERVERS = 3;
const WINDOW_MS = 1_000;
const MICROSECONDS = 1e6;
const BYTES_PER_KB = 1024;

const GATEWAY_FILE = 'bench/engine/gateway-server-main.ts';
const RAW_FILE = 'bench/engine/raw-server-main.ts';

/** The gateway with its functions in the same process, so that nothing but the gateway counts. */
export const gatewayEngine: Benchmark = {
  description: 'the gateway alone: echo, broadcast and memory of idle connections',
  async *run(options) {
    const idleMembers = Math.max(...(options.members ?? [IDLE_MEMBERS]));
    checkOpenFiles(idleMembers);
    yield* compareRates('echo', ECHO_MEMBERS, options, (load) =>
      load.ask('echo', { windowMs: WINDOW_MS }),
    );
    yield* compareRates('broadcast', BROADCAST_MEMBERS, options, (load) =>
      load.ask('broadcastBackToBack', { windowMs: WINDOW_MS }),
    );
    yield* compareMemory(idleMembers, options);
  },
};

interface Server {
  readonly server: RunningProgram<ServerProgram>;
  readonly load: Load;
  readonly url: string;
}

async function openServer(root: string, file: string, scope: Scope): Promise<Server> {
  const server = await scope.add(startProgram<ServerProgram>(root, file, ['--expose-gc']));
  const load = await scope.add(startLoad(root));
  return { server, load, url: (await server.ask('listen', undefined)).url };
}

interface Window {
  readonly perSecond: number;
  /** CPU time of the server for each message; undefined where that cannot be read. */
  readonly cpuMicroseconds: number | undefined;
}

/** Windows of both servers in turns, so that a busy moment of the machine hits both alike. */
async function* compareRates(
  what: string,
  members: number,
  { root, rounds }: BenchOptions,
  measureRate: (load: Load) => Promise<number>,
): AsyncGenerator<Row> {
  const scope = new Scope();
  try {
    const gateway = await openServer(root, GATEWAY_FILE, scope);
    const raw = await openServer(root, RAW_FILE, scope);
    for (const { load, url } of [gateway, raw]) await connectAll(load, url, members);
    const gatewayWindows: Window[] = [];
    const rawWindows: Window[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      gatewayWindows.push(await measureWindow(gateway, measureRate));
      rawWindows.push(await measureWindow(raw, measureRate));
    }
    // The first windows warm up.
    const ours = describe(what, 'scf-chat gateway', members, gatewayWindows.slice(1));
    const theirs = describe(what, 'raw ws', members, rawWindows.slice(1));
    yield { ...ours, timesRaw: ours.perSecond.median / theirs.perSecond.median };
    yield theirs;
  } finally {
    await scope.stop();
  }
}

async function measureWindow(
  { server, load }: Server,
  measureRate: (load: Load) => Promise<number>,
): Promise<Window> {
  const before = cpuSeconds([server.pid]);
  const perSecond = await measureRate(load);
  const after = cpuSeconds([server.pid]);
  const messages = (perSecond * WINDOW_MS) / 1000;
  const isKnown = before !== undefined && after !== undefined;
  return {
    perSecond,
    cpuMicroseconds: isKnown ? ((after - before) * MICROSECONDS) / messages : undefined,
  };
}

function describe(
  what: string,
  subject: string,
  members: number,
  windows: readonly Window[],
): Row & { readonly perSecond: Spread } {
  const cpu = windows.flatMap(({ cpuMicroseconds }) => cpuMicroseconds ?? []);
  return {
    what,
    subject,
    members,
    perSecond: spreadOf(windows.map(({ perSecond }) => perSecond)),
    serverCpuMicroseconds: cpu.length === 0 ? undefined : spreadOf(cpu),
  };
}

async function* compareMemory(members: number, { root }: BenchOptions): AsyncGenerator<Row> {
  const ours: number[] = [];
  const theirs: number[] = [];
  while (ours.length < IDLE_SERVERS) {
    ours.push(await kilobytesEach(members, root, GATEWAY_FILE));
    theirs.push(await kilobytesEach(members, root, RAW_FILE));
  }
  const [gateway, raw] = [spreadOf(ours), spreadOf(theirs)];
  const row = { what: 'idle', members };
  const timesRaw = gateway.median / raw.median;
  yield { ...row, subject: 'scf-chat gateway', kilobytesEach: gateway, timesRaw };
  yield { ...row, subject: 'raw ws', kilobytesEach: raw };
}

/** Resident memory of a server for each idle connection. */
async function kilobytesEach(members: number, root: string, file: string): Promise<number> {
  const scope = new Scope();
  try {
    const { server, load, url } = await openServer(root, file, scope);
    // What the first connection loads and compiles is no connection's memory.
    await connectAll(load, url, 1);
    const before = await server.ask('residentBytes', undefined);
    await connectAll(load, url, members - 1);
    const after = await server.ask('residentBytes', undefined);
    return (after - before) / (members - 1) / BYTES_PER_KB;
  } finally {
    await scope.stop();
  }
}
