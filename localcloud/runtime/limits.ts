export const BYTES_PER_MB = 1024 * 1024;

/** Largest event and largest answer of a synchronous call (583/11637). */
export const EVENT_LIMIT_BYTES = 6 * BYTES_PER_MB;
export const ANSWER_LIMIT_BYTES = 6 * BYTES_PER_MB;

/** Largest size of a function's code once unpacked (583/11637). */
export const UNPACKED_LIMIT_BYTES = 500 * BYTES_PER_MB;

/** How long loading the code may take; SCF's default initialization time-out. */
export const INITIALIZATION_LIMIT_MS = 60_000;

/** How long an instance stays without a call. SCF gives no number; this one is ours. */
export const IDLE_LIMIT_MS = 5 * 60_000;

/** Instances of one function at a time. SCF's quota is 128 GB a region; a machine has few cores. */
export const DEFAULT_INSTANCE_CAP = 10;

/** Characters of output kept for one call; ours too, so that a loop cannot fill the host. */
export const OUTPUT_LIMIT = 1_000_000;
