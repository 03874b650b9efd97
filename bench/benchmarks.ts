import type { Benchmark } from './benchmark';
import { fanOut } from './fan-out';

/** All benchmarks, in the order in which they are run. */
export const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  'fan-out': fanOut,
};
