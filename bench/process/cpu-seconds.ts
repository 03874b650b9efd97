import { readFileSync } from 'node:fs';

/** Clock ticks a second in /proc; 100 on every Linux that Node runs on (proc(5), sysconf(3)). */
const TICKS_PER_SECOND = 100;
/** Fields behind the command's name, counted from state: utime, stime, cutime, cstime (proc(5)). */
const TIME_FIELDS = [11, 12, 13, 14];

/**
 * CPU time that processes and all their descendants have used so far, in seconds, to a hundredth.
 * Undefined where there is no /proc to read it from, as on macOS.
 */
export function cpuSeconds(pids: readonly number[]): number | undefined {
  try {
    return pids.reduce((sum, pid) => sum + secondsOfTree(pid), 0);
  } catch {
    return undefined;
  }
}

function secondsOfTree(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = TIME_FIELDS.reduce((sum, field) => sum + Number(fields[field]), 0);
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
  return children
    .filter((child) => child !== '')
    .reduce((sum, child) => sum + secondsOfTree(Number(child)), ticks / TICKS_PER_SECOND);
}
