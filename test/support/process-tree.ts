import { spawnSync } from 'node:child_process';

/** A process, everything that it has started, and what that has. */
export function processTree(pid: number): readonly number[] {
  const tree = [pid];
  const processes = list('pid=,ppid=');
  for (const parent of tree) {
    for (const [child, itsParent] of processes) {
      if (Number(itsParent) === parent) tree.push(Number(child));
    }
  }
  return tree;
}

/** Those of these processes that run still; one that nobody has waited for has ended. */
export function stillRunning(pids: readonly number[]): readonly number[] {
  return list('pid=,stat=').flatMap(([pid, state]) =>
    pids.includes(Number(pid)) && !state?.startsWith('Z') ? [Number(pid)] : [],
  );
}

function list(columns: string): readonly (readonly string[])[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', columns], { encoding: 'utf8' });
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/ +/));
}
