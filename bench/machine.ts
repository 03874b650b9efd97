import { cpus, loadavg, totalmem, type, release } from 'node:os';

const BYTES_PER_GB = 2 ** 30;

/** What the results were measured on, and how busy it was before, in one line. */
export function describeMachine(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / BYTES_PER_GB);
  const load = loadavg()[0] ?? 0;
  return (
    `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}, ${memory} GB, ` +
    `${type()} ${release()}, Node.js ${process.version}, load ${load.toFixed(2)}, ` +
    new Date().toISOString()
  );
}
