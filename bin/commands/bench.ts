import type { BenchOptions } from '../../bench/benchmark';
import { BENCHMARKS } from '../../bench/benchmarks';
import { describeMachine } from '../../bench/machine';
import { OpenFilesError } from '../../bench/process/open-files';
import { formatJson, formatTable, type Row } from '../../bench/report';
import { CommandError } from '../command-error';

export interface BenchFlags extends BenchOptions {
  readonly json?: boolean;
}

/** Runs one benchmark, or all: a table each, or with `json` one JSON object a line as rows come. */
export async function bench(name: string | undefined, flags: BenchFlags): Promise<void> {
  const names = name === undefined ? [...BENCHMARKS.keys()] : [name];
  if (!flags.json) console.log(describeMachine());
  for (const chosen of names) await benchOne(chosen, flags);
}

async function benchOne(name: string, flags: BenchFlags): Promise<void> {
  const benchmark = BENCHMARKS.get(name);
  if (benchmark === undefined) {
    throw new CommandError(
      `There is no benchmark ${name}. There are: ${[...BENCHMARKS.keys()].join(', ')}.`,
    );
  }
  if (!flags.json) console.log(`\n${name}: ${benchmark.description}`);
  const rows: Row[] = [];
  try {
    for await (const row of benchmark.run(flags)) {
      if (flags.json) console.log(formatJson({ benchmark: name, ...row }));
      else rows.push(row);
    }
  } catch (error) {
    throw error instanceof OpenFilesError
      ? new CommandError(error.message, { cause: error })
      : error;
  }
  if (!flags.json) console.log(formatTable(rows));
}
