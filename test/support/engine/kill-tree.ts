import { spawnSync } from 'node:child_process';

/**
 * Ends a process and everything that it has started, and what that has, all at once. Pulumi's
 * plugins would otherwise outlive it, since each has a process group of its own.
 */
export function killTree(pid: number): void {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const processes = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/ +/).map(Number));
  const tree = [pid];
  for (const parent of tree) {
    for (const [child, itsParent] of processes) {
      if (child !== undefined && itsParent === parent) tree.push(child);
    }
  }
  for (const one of tree) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It has ended in the meantime.
    }
  }
}
