import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Delivery } from '../load/load-program';
import { cpuSeconds } from '../process/cpu-seconds';
import type { Subject } from './room';

/** Rounds before those that count: code that Node has not optimised yet takes several times as long. */
const WARM_UP_ROUNDS = 3;
/** Longer than a push may take that is tried twice (PUSH_TIMEOUT_MS), so that none is given up early. */
const QUIET_MS = 7_000;
/** After a message, so that its function has answered and the instance is free for the next. */
const PAUSE_MS = 100;

/** One message. */
export interface Sample extends Delivery {
  /** Of all processes that did the work; undefined where that cannot be read. */
  readonly cpuSeconds: number | undefined;
}

export interface Samples {
  /** The very first message, which starts an instance and runs code for the first time. */
  readonly first: Sample;
  readonly measured: readonly Sample[];
}

/** Those that were measured, by name; a subject that is not there has none. */
type SamplesOf<Subjects> = {
  readonly [Name in keyof Subjects]: undefined extends Subjects[Name]
    ? Samples | undefined
    : Samples;
};

/**
 * Sends messages, one at a time. The subjects take turns, so that a busy moment of the machine hits
 * all alike; their samples with the same number belong together.
 */
export async function sendRounds<Subjects extends Readonly<Record<string, Subject | undefined>>>(
  subjects: Subjects,
  rounds: number,
): Promise<SamplesOf<Subjects>> {
  const present = Object.entries(subjects).flatMap(([name, subject]) =>
    subject ? [{ name, subject, samples: [] as Sample[] }] : [],
  );
  for (let round = 0; round < WARM_UP_ROUNDS + rounds; round += 1) {
    for (const { subject, samples } of present) samples.push(await send(subject));
  }
  const entries = present.map(({ name, samples: [first, ...later] }) => [
    name,
    { first, measured: later.slice(WARM_UP_ROUNDS - 1) },
  ]);
  return Object.fromEntries(entries) as SamplesOf<Subjects>;
}

async function send({ load, pids, prepare }: Subject): Promise<Sample> {
  await prepare();
  const before = cpuSeconds(pids);
  const delivery = await load.ask('broadcast', { text: randomUUID(), quietMs: QUIET_MS });
  await wait(PAUSE_MS);
  const after = cpuSeconds(pids);
  const isKnown = before !== undefined && after !== undefined;
  return { ...delivery, cpuSeconds: isKnown ? after - before : undefined };
}
