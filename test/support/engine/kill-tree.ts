import { processTree } from '../process-tree';

/**
 * Ends a process and everything that it has started, and what that has, all at once. Pulumi's
 * plugins would otherwise outlive it, since each has a process group of its own.
 */
export function killTree(pid: number): void {
  for (const one of processTree(pid)) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It has ended in the meantime.
    }
  }
}
