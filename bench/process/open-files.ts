/** Files a process has open besides its members' sockets: push-back and COS sockets, its own. */
const BESIDES_MEMBERS = 500;

interface ReportedLimits {
  readonly userLimits?: { readonly open_files?: { readonly soft: number | 'unlimited' } };
}

/**
 * Throws an Error that says how to raise the limit when a process may not open as many sockets as
 * there are members. Node has raised its own limit as far as it is allowed to.
 */
export function checkOpenFiles(members: number): void {
  const { userLimits } = process.report.getReport() as ReportedLimits;
  const limit = userLimits?.open_files?.soft ?? 'unlimited';
  const needed = members + BESIDES_MEMBERS;
  if (limit !== 'unlimited' && limit < needed) {
    throw new OpenFilesError(
      `${members} members need ${needed} open files in one process, and this terminal allows ${limit}.\n` +
        `To fix it: ulimit -n ${needed}, or measure fewer, e.g. --members 100,1000.`,
    );
  }
}

/** The terminal's limit on open files is too low for the benchmark. */
export class OpenFilesError extends Error {}
