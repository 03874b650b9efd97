/**
 * Resolves at the first Ctrl-C or SIGTERM, or when nobody reads the output any more, as behind
 * `| head`; a second signal ends the process at once.
 */
export function stopSignal(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => resolve(undefined));
    }
    process.stdout.on('error', () => resolve(undefined));
  });
}
