/** A server that sends `echo` back to its sender, and any other text to everybody. */
export interface ServerProgram {
  listen(): Promise<{ readonly url: string }>;
  /** Bytes that the process holds once garbage is gone. Needs `--expose-gc`. */
  residentBytes(): Promise<number>;
}

export const ECHO = 'echo';

/** Answers `residentBytes`, for every such server alike. */
export function residentBytes(): Promise<number> {
  globalThis.gc?.();
  return Promise.resolve(process.memoryUsage.rss());
}
