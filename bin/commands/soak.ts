import { describeMachine } from '../../bench/machine';
import { formatJson, formatTable } from '../../bench/report';
import { soak, type SoakOptions } from '../../bench/soak/soak';
import { CommandError } from '../command-error';

export interface SoakFlags extends SoakOptions {
  readonly json?: boolean;
}

/** Runs a soak; a row as each tenth of it is over, then what it has shown. Throws when it has failed. */
export async function soakChat(flags: SoakFlags): Promise<void> {
  const write = (line: string) => void process.stdout.write(`${line}\n`);
  if (!flags.json) write(describeMachine());
  const running = soak(flags);
  let step = await running.next();
  for (let isFirst = true; !step.done; step = await running.next(), isFirst = false) {
    const [names = '', values = ''] = formatTable([step.value]).split('\n');
    if (isFirst && !flags.json) write(names);
    write(flags.json ? formatJson(step.value) : values);
  }
  const checks = step.value;
  for (const { check, found, isMet } of checks) {
    write(
      flags.json
        ? JSON.stringify({ check, found, isMet })
        : `${isMet ? 'ok' : 'FAILED'}  ${check}: ${found}`,
    );
  }
  if (!flags.json) write(describeMachine());
  if (!checks.every(({ isMet }) => isMet)) throw new CommandError('The soak has failed.');
}
