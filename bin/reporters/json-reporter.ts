import type { Reporter } from './reporter';

/** For scripts: one JSON object a line, and nothing else. */
export function jsonReporter(write: (line: string) => void): Reporter {
  const report = (event: string, fields: object) =>
    write(`${JSON.stringify({ event, ...fields })}\n`);
  return {
    starting: (cloud) => report('starting', { cloud }),
    created: (resource) => report('created', resource),
    ready: (ready) => report('ready', ready),
    activity: ({ type, ...fields }) => report(type, fields),
    stopped: () => report('stopped', {}),
  };
}
