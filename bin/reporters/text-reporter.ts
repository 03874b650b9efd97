import { Progress } from '../terminal/progress';
import { table } from '../terminal/table';
import type { Terminal } from '../terminal/terminal';
import type { Activity, GatewayKind, NamedResource, Ready, Reload, Reporter } from './reporter';

/** Width of what happened, in a line of the log. */
const EVENT_WIDTH = 9;
const STEP_WIDTH = 46;
/** Of the lines after an event's first. */
const INDENT = ' '.repeat(10);

const GATEWAY: Readonly<Record<GatewayKind, string>> = {
  'api-gateway': 'emulated API Gateway',
  machine: "gateway's own machine",
  external: 'a gateway of yours',
};
const OPEN_PAGE = 'Open the page in two windows.';
const NEXT_STEP: Readonly<Record<GatewayKind, string>> = {
  'api-gateway': OPEN_PAGE,
  machine: OPEN_PAGE,
  external: 'The page needs your gateway: docs/gateway.md',
};

/** For people: the steps and how long each took, a table of what runs where, then a line an event. */
export function textReporter(terminal: Terminal): Reporter {
  const { colors } = terminal;
  const progress = new Progress(terminal);
  const line = (text = '') => {
    terminal.write(`${text}\n`);
  };
  const step = (text: string, durationMs: number) => {
    progress.end();
    line(`  ${colors.green('✓')} ${text.padEnd(STEP_WIDTH)} ${colors.dim(time(durationMs))}`);
  };
  const event = (name: string, text: string, color: (text: string) => string = String) => {
    const clock = colors.dim(new Date().toLocaleTimeString('en-GB'));
    line(`  ${clock}  ${color(name.padEnd(EVENT_WIDTH))}  ${text}`);
  };

  let stepBegan = performance.now();
  let made = 0;
  let latest = '';
  return {
    starting({ version, cloud, takenPort, startedInMs }) {
      line(`${colors.bold('scf-chat')} ${version}  ${colors.dim('stack')} local`);
      line();
      step(`local cloud up at ${cloud}`, startedInMs);
      if (takenPort !== undefined) {
        line(colors.yellow(`    Port ${takenPort} is in use, so this chat is at ${cloud}.`));
      }
      stepBegan = performance.now();
      progress.begin(() => 'checking settings, compiling functions and page');
    },
    created({ type, name, durationMs }) {
      if (made === 0) {
        const madeSince = performance.now() - durationMs;
        step('settings checked, functions and page compiled', madeSince - stepBegan);
        stepBegan = madeSince;
        progress.begin(() => `making resources: ${made} so far, the latest ${latest}`);
      }
      made += 1;
      latest = `${kind(type)} ${name}`;
    },
    ready(ready) {
      step(`${made} resources made, wired and released`, performance.now() - stepBegan);
      line();
      for (const row of whatRunsWhere(ready, terminal)) line(`  ${row}`);
      line();
      line(`  ${colors.green('Ready')} in ${time(ready.startedInMs)}. ${NEXT_STEP[ready.gateway]}`);
      line(
        colors.dim('  What you save in functions/, protocol/, web/ and infra/ is live at once.'),
      );
      line(colors.dim('  Ctrl-C stops the chat and removes everything.'));
      line();
    },
    listensForKeys(keys) {
      const help = Object.entries(keys).map(([key, text]) => `${colors.bold(key)} ${text}`);
      line(`  ${help.join(colors.dim('  ·  '))}`);
      line();
    },
    activity(activity) {
      const color = {
        connected: colors.green,
        closed: String,
        message: String,
        refused: colors.yellow,
        failed: colors.red,
      }[activity.type];
      event(activity.type, describe(activity, terminal), color);
    },
    reloaded(reload) {
      event('reloaded', describeReload(reload, terminal), colors.green);
    },
    reloadFailed({ reason, needsRestart }) {
      const [first = '', ...more] = reason.split('\n');
      if (needsRestart) event('restart', first, colors.yellow);
      else event('failed', first, colors.red);
      for (const text of more) line(`${INDENT}${text}`);
      if (!needsRestart) line(`${INDENT}${colors.dim('The version before is still running.')}`);
    },
    notice(text) {
      const [first = '', ...more] = text.split('\n');
      progress.giveWay();
      event('note', first, colors.yellow);
      for (const next of more) line(`${INDENT}${next}`);
    },
    stopped() {
      line();
      line('Stopped. Nothing is left behind.');
    },
    gaveUp() {
      progress.end();
    },
  };
}

function whatRunsWhere(
  { page, inspector, wsUrl, gateway, bucket, functions }: Ready,
  { colors }: Terminal,
): string[] {
  const rows = [
    ['Page', colors.cyan(page), 'dist/local/index.html'],
    ['Inspector', colors.cyan(inspector), 'all that happens, live'],
    ['WebSocket', wsUrl, GATEWAY[gateway]],
    ...Object.entries(functions).map(([role, name]) => [
      role,
      `function ${name}`,
      'processes of its own',
    ]),
    ['registry', `bucket ${bucket}`, 'emulated COS, in memory'],
  ];
  return table(
    ['What', 'Where', 'How'].map((title) => colors.dim(title)),
    rows.map(([what = '', where = '', how = '']) => [colors.bold(what), where, colors.dim(how)]),
  );
}

function describe(activity: Activity, { colors }: Terminal): string {
  const { type, open, reached, others, reason, durationMs } = activity;
  switch (type) {
    case 'connected':
      return `${open} open`;
    case 'closed':
      return `${open} open  ${colors.dim(`(${reason ?? 'unknown'})`)}`;
    case 'message':
      return (
        `reached ${reached ?? 0} of ${others ?? 0}  ${colors.dim(time(durationMs ?? 0))}` +
        (reason === undefined ? '' : `  ${colors.yellow(reason)}`)
      );
    case 'refused':
    case 'failed':
      return reason ?? '';
  }
}

function describeReload({ changed, page, durationMs }: Reload, { colors }: Terminal): string {
  const names = [...changed.map(titleOf), ...(page ? ['the page'] : [])];
  const what = names.length > 0 ? names.join(', ') : 'nothing is different';
  return `${what}  ${colors.dim(time(durationMs))}`;
}

/** A function is known by its role alone. */
function titleOf({ type, name }: NamedResource): string {
  return kind(type) === 'ScfFunction' ? name : `${kind(type)} ${name}`;
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
