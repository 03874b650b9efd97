import type { Row } from './report';

/** What may be chosen for a run; each benchmark takes what concerns it. */
export interface BenchOptions {
  /** The project's root. */
  readonly root: string;
  /** Sizes to measure; each benchmark has its own by default. */
  readonly members?: readonly number[];
  /** Measured rounds; those that warm up come before them and are dropped. */
  readonly rounds: number;
  readonly pushBackMs: number;
  readonly cosMs: number;
}

/** Measures one thing, beside control rows of the same run. */
export interface Benchmark {
  readonly description: string;
  /** Gives rows as they are done; ends what it started, also when it is left early or fails. */
  run(options: BenchOptions): AsyncGenerator<Row>;
}
