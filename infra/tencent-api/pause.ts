/** Waits so many milliseconds. */
export type Pause = (ms: number) => Promise<void>;

/** By the machine's own clock. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
