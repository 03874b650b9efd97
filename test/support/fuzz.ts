import fc from 'fast-check';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const DEFAULT_RUNS = 10_000;
const ASKED_RUNS = process.env['SCF_CHAT_FUZZ_RUNS'];

/** Runs of each property: `SCF_CHAT_FUZZ_RUNS`, or 10,000. */
export const RUNS = Number(ASKED_RUNS ?? DEFAULT_RUNS);

/** Of one whose runs take long: as many where the number was asked for, otherwise this share. */
export function shareOfRuns(share: number): number {
  return ASKED_RUNS === undefined ? RUNS * share : RUNS;
}

/** Any value of JSON, now and then one with names that JavaScript treats in a special way. */
export const anyJson: fc.Arbitrary<unknown> = fc
  .anything({
    maxDepth: 3,
    key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', 'length')),
  })
  .map((value) => JSON.parse(JSON.stringify([value])) as unknown[])
  .map(([value]) => value);

/** The valid value with one of its parts, however deep, taken away or replaced by anything. */
export function nearly(valid: unknown): fc.Arbitrary<unknown> {
  const paths = pathsIn(valid);
  return fc
    .tuple(fc.constantFrom(...paths), fc.option(anyJson, { nil: undefined }))
    .map(([path, value]) => replaced(valid, path, value));
}

/** Any JSON, the valid values as they are, and what is nearly valid. */
export function jsonLike(...valid: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof(anyJson, ...valid.map((one) => nearly(one)), fc.constantFrom(...valid));
}

/** Bytes of heap in use once the garbage has been collected. */
export function usedHeap(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

type Path = readonly (string | number)[];

function pathsIn(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return [[]];
  const below = Object.entries(value).flatMap(([key, child]) =>
    pathsIn(child).map((path) => [key, ...path]),
  );
  return [[], ...below];
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((child: unknown, at) =>
      String(at) === key ? replaced(child, rest, by) : child,
    );
  }
  const entries = Object.entries(value as object).map(([name, child]: [string, unknown]) => [
    name,
    name === key ? replaced(child, rest, by) : child,
  ]);
  return Object.fromEntries(entries.filter(([, child]) => child !== undefined));
}
