import { setTimeout as wait } from 'node:timers/promises';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { get, type IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { Benchmark } from './benchmark';
import { startChat } from './process/running-chat';
import { spreadOf } from './statistics';

/** Between starts, so that the last one's processes are gone. */
const PAUSE_MS = 200;

const NO_DELAYS = { pushBackMs: 0, cosMs: 0 };

/** What a user waits for after `npm start`, each step from the start of the process. */
export const start: Benchmark = {
  description:
    'npm start to the first message delivered, from the start of the process (no delays)',
  async *run({ root, rounds }) {
    await timeStart(root);
    const runs: Step[][] = [];
    while (runs.length < rounds) runs.push(await timeStart(root));
    const [firstRun = []] = runs;
    for (const [index, { step }] of firstRun.entries()) {
      yield { step, atMs: spreadOf(runs.map((steps) => steps[index]?.atMs ?? NaN)) };
    }
  },
};

interface Step {
  readonly step: string;
  readonly atMs: number;
}

async function timeStart(root: string): Promise<Step[]> {
  const chat = await startChat(root, NO_DELAYS);
  const now = () => performance.now() - chat.startedAt;
  const steps: Step[] = chat.lines
    .filter(({ event }, index, lines) => lines[index + 1]?.event !== event)
    .map(({ event, atMs }) => ({ step: STEP_OF_EVENT[event] ?? event, atMs }));
  try {
    await fetchPage(chat.ready.page);
    steps.push({ step: 'page fetched', atMs: now() });
    const [sender, receiver] = await Promise.all([join(), join()]);
    steps.push({ step: 'two members connected', atMs: now() });
    const received = once(receiver, 'message');
    sender.send('hello');
    await received;
    steps.push({ step: 'first message delivered', atMs: now() });
    sender.terminate();
    receiver.terminate();
  } finally {
    await chat.stop();
    await wait(PAUSE_MS);
  }
  return steps;

  async function join(): Promise<WebSocket> {
    const socket = new WebSocket(chat.ready.wsUrl, ['scf-chat']);
    await once(socket, 'open');
    return socket;
  }
}

/** By the events of `start --json`. */
const STEP_OF_EVENT: Readonly<Record<string, string>> = {
  starting: 'local cloud is up',
  created: 'last resource created',
  ready: 'page URL known',
};

async function fetchPage(url: string): Promise<void> {
  const [response] = (await once(get(url), 'response')) as [IncomingMessage];
  await text(response);
  const { statusCode = 0 } = response;
  if (statusCode !== 200) throw new Error(`The page answered ${statusCode}.`);
}
