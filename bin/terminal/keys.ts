import { spawnSync } from 'node:child_process';

const CTRL_C = '\u0003';
const CTRL_Z = '\u001a';

/**
 * Calls back for single keys of a terminal, for as long as it is not told to stop. Ctrl-C and
 * Ctrl-Z do what they always do. Does nothing where the input is no terminal, or belongs to another
 * program, as after `npm start &`.
 *
 * @returns stops listening and gives the terminal back; undefined where nothing is listened to
 */
export function onKeys(keys: Readonly<Record<string, () => void>>): (() => void) | undefined {
  const { stdin } = process;
  if (!stdin.isTTY || !isInForeground()) return undefined;

  const listen = (text: string) => {
    if (text.includes(CTRL_C)) {
      process.emit('SIGINT');
    } else if (text === CTRL_Z && process.platform !== 'win32') {
      stdin.setRawMode(false);
      process.once('SIGCONT', () => stdin.setRawMode(true));
      // The whole job, npm included.
      process.kill(0, 'SIGTSTP');
    } else {
      keys[text.toLowerCase()]?.();
    }
  };
  stdin.setRawMode(true).setEncoding('utf8').on('data', listen).resume();
  return () => {
    stdin.setRawMode(false).off('data', listen).pause();
  };
}

/** A background job that touches the terminal is stopped by the system. In doubt it is none. */
function isInForeground(): boolean {
  if (process.platform === 'win32') return true;
  const { status, stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(process.pid)]);
  return status !== 0 || stdout.includes('+');
}
