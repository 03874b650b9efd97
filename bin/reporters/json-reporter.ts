import type { Reporter } from './reporter';

/** For scripts: one JSON object a line, and nothing else. */
export function jsonReporter(write: (line: string) => void): Reporter {
  const report = (event: string, fields: object) =>
    write(`${JSON.stringify({ event, ...fields })}\n`);
  return {
    starting: ({ cloud, takenPort }) => report('starting', { cloud, takenPort }),
    created: (resource) => report('created', resource),
    ready: (ready) => report('ready', ready),
    listensForKeys: () => undefined,
    activity: ({ type, ...fields }) => report(type, fields),
    reloaded: ({ changed, ...fields }) =>
      report('reloaded', { changed: changed.map(({ type, name }) => ({ type, name })), ...fields }),
    reloadFailed: (failure) => report('reload failed', failure),
    notice: (text) => report('notice', { text }),
    stopped: () => report('stopped', {}),
    gaveUp: () => undefined,
  };
}
