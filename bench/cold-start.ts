import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compile } from '../infra/bundle/compile';
import { FUNCTION_ROLES } from '../protocol/events';
import type { Benchmark } from './benchmark';
import { spreadOf } from './statistics';

/** Starts are short and their times scatter, so there are many for each round that is asked for. */
const STARTS_PER_ROUND = 4;
/** Starts before those that count, so that every file is in the system's cache. */
const WARM_UP_STARTS = 3;

const EMPTY_MODULE = 'empty module';
const COS_SDK = 'COS SDK alone';

/** Bytes of each bundle, and the time from starting `node` with it to the end of that process. */
export const coldStart: Benchmark = {
  description: "a whole start of Node with each function's bundle",
  async *run({ root, rounds }) {
    const folder = await mkdtemp(path.join(tmpdir(), 'scf-chat-bench-'));
    try {
      const bundles = await writeBundles(root, folder);
      const times = timeStarts(bundles, rounds * STARTS_PER_ROUND);
      const empty = spreadOf(times.get(EMPTY_MODULE) ?? []);
      for (const { subject, bytes } of bundles) {
        const startMs = spreadOf(times.get(subject) ?? []);
        yield { subject, bytes, startMs, timesEmpty: startMs.median / empty.median };
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

interface Bundle {
  readonly subject: string;
  readonly file: string;
  readonly bytes: number;
}

/** The functions as they are deployed, and what they are held against, bundled the same way. */
async function writeBundles(root: string, folder: string): Promise<Bundle[]> {
  const sources = [
    { subject: EMPTY_MODULE, contents: '' },
    ...FUNCTION_ROLES.map((role) => ({
      subject: role,
      contents: `export * from './functions/${role}';`,
    })),
    { subject: COS_SDK, contents: "import COS from 'cos-nodejs-sdk-v5'; export { COS };" },
  ];
  return Promise.all(
    sources.map(async ({ subject, contents }, index) => {
      const code = await compile(subject, {
        absWorkingDir: root,
        stdin: { contents, resolveDir: root, loader: 'ts' },
        platform: 'node',
        target: 'node20',
        format: 'cjs',
      });
      const file = path.join(folder, `${index}.js`);
      await writeFile(file, code);
      return { subject, file, bytes: Buffer.byteLength(code) };
    }),
  );
}

/** Milliseconds of each start. All take turns, so that a busy moment of the machine hits them alike. */
function timeStarts(bundles: readonly Bundle[], starts: number): Map<string, number[]> {
  const times = new Map<string, number[]>(bundles.map(({ subject }) => [subject, []]));
  for (let turn = -WARM_UP_STARTS; turn < starts; turn += 1) {
    for (const { subject, file } of bundles) {
      const tookMs = timeStart(file);
      if (turn >= 0) times.get(subject)?.push(tookMs);
    }
  }
  return times;
}

function timeStart(file: string): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  const tookMs = performance.now() - start;
  if (status !== 0) throw new Error(`node ${file} failed: ${stderr}`);
  return tookMs;
}
