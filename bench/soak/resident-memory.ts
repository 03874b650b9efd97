import { readFileSync } from 'node:fs';

const BYTES_PER_KB = 1024;
const BYTES_PER_MB = BYTES_PER_KB * BYTES_PER_KB;

/** What a process and those that it has started hold in memory. */
export interface MemoryUse {
  readonly processMb: number;
  /** Of each of its children. */
  readonly childrenMb: readonly number[];
}

/** Undefined where there is no /proc to read it from, as on macOS. */
export function memoryUse(pid: number): MemoryUse | undefined {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    return {
      processMb: residentMb(pid),
      childrenMb: children.flatMap((child) => (child === '' ? [] : ofChild(Number(child)))),
    };
  } catch {
    return undefined;
  }
}

/** Nothing of one that has ended in the meantime. */
function ofChild(pid: number): number[] {
  try {
    return [residentMb(pid)];
  } catch {
    return [];
  }
}

/** The line `VmRSS:     1234 kB` (proc(5)). */
function residentMb(pid: number): number {
  const [, kilobytes] =
    /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  if (kilobytes === undefined) throw new Error(`process ${pid} has ended`);
  return (Number(kilobytes) * BYTES_PER_KB) / BYTES_PER_MB;
}
