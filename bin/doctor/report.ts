import pc from 'picocolors';
import { AREAS, type Finding } from './finding';

/** What the doctor is asked about: whether the chat can be started, or deployed as well. */
export interface Question {
  readonly deploy: boolean;
}

/**
 * What a finding comes to: `missing` fails what was asked about, `todo` only something else or
 * nothing, and of what is `unneeded` nobody has to do anything.
 */
export function verdict({ isOk, isUnneeded, neededFor }: Finding, { deploy }: Question) {
  if (isOk) return 'ok';
  if (isUnneeded) return 'unneeded';
  return neededFor === 'start' || (neededFor === 'up' && deploy) ? 'missing' : 'todo';
}

/** For scripts: one JSON object a line, the last one with `"event":"done"`. */
export function jsonReport(findings: readonly Finding[], question: Question): string {
  const lines = findings.map((finding) => {
    const { area, name, detail, fix, neededFor } = finding;
    return {
      event: 'finding',
      area,
      name,
      status: verdict(finding, question),
      detail,
      fix,
      neededFor,
    };
  });
  const missing = lines.filter(({ status }) => status === 'missing').length;
  const todo = lines.filter(({ status }) => status === 'todo').length;
  return [...lines, { event: 'done', ok: missing === 0, missing, todo }]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}

/** For people: by area, one line a finding, and below it what to do. */
export function textReport(findings: readonly Finding[], question: Question): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const areas = Object.entries(AREAS).map(([area, title]) => {
    const lines = findings
      .filter((finding) => finding.area === area)
      // What is to be done about several in a row is said once, below the last.
      .map(({ fix, ...finding }, at, all) => ({
        ...finding,
        ...(fix !== undefined && fix !== all[at + 1]?.fix && { fix }),
      }))
      .map((finding) => line(finding, width, question));
    return `${pc.bold(title)}\n${lines.join('')}`;
  });
  return `${areas.join('\n')}\n${summary(findings, question)}\n`;
}

const MARKS = {
  ok: pc.green('ok     '),
  todo: pc.yellow('to do  '),
  unneeded: pc.dim('-      '),
  missing: pc.red('missing'),
} as const;

function line(finding: Finding, width: number, question: Question): string {
  const { name, detail, fix } = finding;
  const mark = MARKS[verdict(finding, question)];
  const indent = ' '.repeat('  missing  '.length + width + 2);
  return (
    `  ${mark}  ${name.padEnd(width)}  ${detail}\n` +
    (fix === undefined ? '' : `${indent}${pc.dim(`→ ${fix}`)}\n`)
  );
}

function summary(findings: readonly Finding[], { deploy }: Question): string {
  const lacks = (what: Finding['neededFor']) =>
    findings.filter(({ isOk, neededFor }) => !isOk && neededFor === what).length;
  const start = lacks('start');
  const up = lacks('up');
  const things = (count: number) => `${count} ${count === 1 ? 'thing is' : 'things are'} missing`;
  return [
    start === 0
      ? 'npm start and npm test have all they need.'
      : `${things(start)} for npm start and npm test.`,
    up === 0 ? 'So has npm run up.' : `${things(up)} for npm run up.`,
    ...(deploy || up === 0 ? [] : ['(npm run doctor -- --deploy fails for those, too.)']),
  ].join(' ');
}
