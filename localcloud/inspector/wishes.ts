import * as v from 'valibot';
import type { SettableFaults } from './entry';

const FunctionFault = v.picklist(['crash', 'time-out', 'memory']);
const Milliseconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000_000));

/** Every fault that can be set from here; what is absent is off (localcloud/faults.ts). */
const FAULTS = {
  cosUnavailable: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  listLagMs: v.optional(Milliseconds),
  functions: v.optional(
    v.strictObject({
      register: v.optional(FunctionFault),
      transport: v.optional(FunctionFault),
      cleanup: v.optional(FunctionFault),
    }),
  ),
  duplicateCleanup: v.optional(v.boolean()),
  earlyCleanup: v.optional(v.boolean()),
  pushBack: v.optional(v.picklist([500, 429, 404, 'errNo', 'time-out'])),
  openDelayMs: v.optional(Milliseconds),
  dropAfterMs: v.optional(Milliseconds),
  slowReaderAfterMs: v.optional(Milliseconds),
  restartAfterMs: v.optional(Milliseconds),
  idleTimeoutMs: v.optional(Milliseconds),
  clockSkewMs: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(-10_000_000_000), v.maxValue(10_000_000_000)),
  ),
} satisfies Record<keyof SettableFaults, unknown>;

export const FaultsSchema = v.strictObject(FAULTS);

/** What the page can ask for, by the last part of the path. */
export const WISHES = {
  /** Calls a function with the event of an entry as it was, or with one that was written here. */
  replay: v.union([
    v.strictObject({ entry: v.pipe(v.number(), v.integer()), functionName: v.string() }),
    v.strictObject({ functionName: v.string(), event: v.string() }),
  ]),
  close: v.strictObject({ connection: v.string() }),
  faults: FaultsSchema,
  clear: v.strictObject({}),
} as const;

export type WishName = keyof typeof WISHES;
export type Wish<Name extends WishName> = v.InferOutput<(typeof WISHES)[Name]>;
