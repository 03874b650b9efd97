import { readProjectConfig } from '../localcloud/deploy/project-config';
import type { Benchmark } from './benchmark';
import { WITHOUT_PUSHPIN } from './fan-out/pushpin-room';
import { openRoom } from './fan-out/room';
import { sendRounds, type Samples } from './fan-out/send-rounds';
import { checkOpenFiles } from './process/open-files';
import { Scope } from './process/scope';
import type { Row } from './report';
import { spreadOf } from './statistics';

const SIZES = [100, 1_000, 10_000];
/** The article takes seconds a message, so that more rounds of it would teach nothing. */
const ARTICLE_ROUNDS = 3;

/** One message to a room of each size, from the sender's `send` to the other members. */
export const fanOut: Benchmark = {
  description: 'one message to all others in a room, from sending it to its arrival',
  async *run(options) {
    const sizes = options.members ?? SIZES;
    checkOpenFiles(Math.max(...sizes));
    for (const members of sizes) {
      const scope = new Scope();
      try {
        const room = await openRoom(members, options, scope);
        const { chat, floor, raw, pushpin } = room;
        const ours = await sendRounds({ chat, floor, raw, pushpin }, options.rounds);
        const articleRounds = Math.min(options.rounds, ARTICLE_ROUNDS);
        const { article } = await sendRounds(
          { article: await room.becomeArticle() },
          articleRounds,
        );

        yield {
          ...describe('scf-chat', members, ours.chat),
          functionTimeoutSeconds: await functionTimeoutSeconds(options.root),
          timesFloor: spreadOf(
            ours.chat.measured.map(
              ({ lastMs }, round) => lastMs / (ours.floor.measured[round]?.lastMs ?? NaN),
            ),
          ),
          timesFasterThanArticle: timesFaster(members, ours.chat, article),
        };
        yield describe('article', members, article);
        yield describe('floor', members, ours.floor);
        yield describe('raw ws', members, ours.raw);
        yield ours.pushpin
          ? describe('Pushpin', members, ours.pushpin)
          : { ...WITHOUT_PUSHPIN, members };
      } finally {
        await scope.stop();
      }
    }
  },
};

function describe(subject: string, members: number, { first, measured }: Samples): Row {
  const cpuSeconds = measured.flatMap((sample) => sample.cpuSeconds ?? []);
  return {
    subject,
    members,
    rounds: measured.length,
    lastMs: spreadOf(measured.map(({ lastMs }) => lastMs)),
    medianMs: spreadOf(measured.map(({ medianMs }) => medianMs)),
    firstMessageLastMs: first.lastMs,
    pushesPerSecond: spreadOf(measured.map(({ delivered, lastMs }) => (delivered / lastMs) * 1000)),
    // The worst round counts.
    missed: Math.max(...measured.map(({ delivered }) => members - 1 - delivered)),
    duplicates: Math.max(...measured.map(({ duplicates }) => duplicates)),
    cpuSeconds: cpuSeconds.length === 0 ? undefined : spreadOf(cpuSeconds),
  };
}

/** Undefined where the article has left members out, since its time says nothing then. */
function timesFaster(members: number, chat: Samples, article: Samples): number | undefined {
  if (article.measured.some(({ delivered }) => delivered < members - 1)) return undefined;
  const medianOf = ({ measured }: Samples) => spreadOf(measured.map(({ lastMs }) => lastMs)).median;
  return medianOf(article) / medianOf(chat);
}

async function functionTimeoutSeconds(root: string): Promise<number> {
  const { project, config } = await readProjectConfig(root, 'local');
  return Number(config[`${project}:functionTimeout`]);
}
