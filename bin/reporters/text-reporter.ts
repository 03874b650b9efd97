import pc from 'picocolors';
import type { Activity, Reporter } from './reporter';

/** For people: what was made and how long it took, where to go, then a line an event. */
export function textReporter(write: (line: string) => void): Reporter {
  const line = (text = '') => write(`${text}\n`);
  let made = 0;
  return {
    starting(cloud) {
      line(
        `${pc.bold('scf-chat')}  deploying the stack ${pc.bold('local')} onto a local cloud at ${cloud}`,
      );
      line();
    },
    created({ type, name, durationMs }) {
      made += 1;
      line(
        `  ${pc.green('+')} ${kind(type).padEnd(24)} ${name.padEnd(12)} ${pc.dim(time(durationMs))}`,
      );
    },
    ready({ page, wsUrl, startedInMs }) {
      line();
      line(`  ${made} resources, ready in ${time(startedInMs)}`);
      line();
      line(`  ${pc.bold('Page')}       ${pc.cyan(page)}   open it in two windows`);
      line(`  ${pc.bold('WebSocket')}  ${wsUrl}`);
      line();
      line(pc.dim('  Ctrl-C stops the chat and removes everything.'));
      line();
    },
    activity(activity) {
      line(`  ${pc.dim(new Date().toLocaleTimeString('en-GB'))}  ${describe(activity)}`);
    },
    stopped() {
      line();
      line('Stopped. Nothing is left behind.');
    },
  };
}

function describe({ type, open, reached, others, reason, durationMs }: Activity): string {
  switch (type) {
    case 'connected':
      return `${pc.green('connected')}  ${open} open`;
    case 'closed':
      return `closed     ${open} open  ${pc.dim(`(${reason ?? 'unknown'})`)}`;
    case 'message':
      return `message    reached ${reached ?? 0} of ${others ?? 0}  ${pc.dim(time(durationMs ?? 0))}`;
    case 'refused':
      return `${pc.yellow('refused')}    ${reason ?? ''}`;
    case 'failed':
      return `${pc.red('failed')}     ${reason ?? ''}`;
  }
}

/** `tencentcloud:index/scfFunction:ScfFunction` is a ScfFunction to people. */
function kind(type: string): string {
  return type.slice(type.lastIndexOf(':') + 1);
}

function time(milliseconds: number): string {
  return milliseconds < 1000
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}
