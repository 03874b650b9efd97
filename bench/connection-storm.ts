import type { Benchmark, BenchOptions } from './benchmark';
import type { BareGatewayProgram } from './control/bare-gateway-program';
import { startLoad } from './load/start-load';
import { openChatRegistry } from './process/chat-registry';
import { checkOpenFiles } from './process/open-files';
import { startChat } from './process/running-chat';
import { startProgram } from './process/start-program';
import type { Row } from './report';
import { spreadOf } from './statistics';

const SIZES = [2_000];
/** Each begins with a new chat, none of whose functions has an instance yet. */
const MAX_STORMS = 3;
/** As in fan-out: longer than any push may take. */
const QUIET_MS = 7_000;

/** Many connects at once, through gateway, register and registry. */
export const connectionStorm: Benchmark = {
  description: '2,000 clients connect at once to a chat that has just started',
  async *run(options) {
    for (const members of options.members ?? SIZES) {
      checkOpenFiles(members);
      const storms = Math.min(options.rounds, MAX_STORMS);
      yield await measure('scf-chat', members, storms, () => stormChat(members, options));
      yield await measure('raw ws', members, storms, () => stormRaw(members, options));
    }
  },
};

interface Storm {
  readonly tookMs: number;
  readonly refused: number;
  /** Entries in the registry; undefined where there is none. */
  readonly registered: number | undefined;
  /** Members that a message sent afterwards did not reach. */
  readonly missed: number;
}

async function measure(
  subject: string,
  members: number,
  storms: number,
  storm: () => Promise<Storm>,
): Promise<Row> {
  const results: Storm[] = [];
  while (results.length < storms) results.push(await storm());
  const registered = results.flatMap((result) => result.registered ?? []);
  return {
    subject,
    members,
    storms,
    allConnectedMs: spreadOf(results.map(({ tookMs }) => tookMs)),
    connectsPerSecond: spreadOf(results.map(({ tookMs }) => (members / tookMs) * 1000)),
    // The worst storm counts.
    refused: Math.max(...results.map(({ refused }) => refused)),
    registered: registered.length === 0 ? undefined : Math.min(...registered),
    missed: Math.max(...results.map(({ missed }) => missed)),
  };
}

async function stormChat(members: number, options: BenchOptions): Promise<Storm> {
  const chat = await startChat(options.root, options);
  try {
    return await storm(chat.ready.wsUrl, members, options, async () => {
      return (await openChatRegistry(chat).list()).length;
    });
  } finally {
    await chat.stop();
  }
}

async function stormRaw(members: number, options: BenchOptions): Promise<Storm> {
  const { root } = options;
  const gateway = await startProgram<BareGatewayProgram>(
    root,
    'bench/control/bare-gateway-main.ts',
  );
  try {
    const { port } = await gateway.ask('listen', options);
    return await storm(`ws://127.0.0.1:${port}/`, members, options, () => undefined);
  } finally {
    await gateway.stop();
  }
}

async function storm(
  url: string,
  members: number,
  { root }: BenchOptions,
  countRegistered: () => Promise<number> | undefined,
): Promise<Storm> {
  const load = await startLoad(root);
  try {
    const connected = await load.ask('connect', { url, count: members, atOnce: members });
    const registered = await countRegistered();
    const { delivered } = await load.ask('broadcast', { text: 'after', quietMs: QUIET_MS });
    return { ...connected, registered, missed: members - 1 - delivered };
  } finally {
    await load.stop();
  }
}
