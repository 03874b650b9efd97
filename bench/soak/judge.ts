import { PUSH_TIMEOUT_MS } from '../../functions/push-back/http-push-back';
import { median } from '../statistics';

/** What a soak has to show, and what it showed. */
export interface Check {
  readonly check: string;
  readonly found: string;
  readonly isMet: boolean;
}

export interface SoakFindings {
  /** Connections at the end: of the clients, of the gateway, of the registry after a sweep. */
  readonly live: number;
  readonly open: number;
  readonly registered: number;
  /** Registered once everybody had left. */
  readonly leftRegistered: number;
  readonly missing: number;
  readonly duplicates: number;
  /** What transport took for the message that took longest. */
  readonly slowestMs: number;
  readonly unexplained: readonly string[];
  /** In the order of time; empty where it could not be measured. */
  readonly memory: readonly { readonly cloudMb: number; readonly functionMb: number }[];
  readonly actions: Readonly<Record<string, number>>;
}

/**
 * Memory is flat when its last quarter is at most this much above its second. The first warms up:
 * code is compiled, and Node's heap grows to what it needs.
 */
const FLAT_GROWTH = 0.1;
const SHOWN_ERRORS = 3;

/** Holds what a soak found against what it has to show. */
export function judge(findings: SoakFindings): readonly Check[] {
  const { live, open, registered, leftRegistered, unexplained, memory } = findings;
  const { missing, duplicates, slowestMs } = findings;
  const shown = unexplained.slice(0, SHOWN_ERRORS).join('; ');
  return [
    {
      check: 'everything the crowd can do was done',
      found: Object.entries(findings.actions)
        .map(([action, count]) => `${count} × ${action}`)
        .join(', '),
      isMet: Object.values(findings.actions).every((count) => count > 0),
    },
    {
      check: 'the registry equals the live connections',
      found: `${registered} registered, ${open} open at the gateway, ${live} live clients`,
      isMet: registered === live && open === live,
    },
    {
      check: 'the registry is empty once everybody has left',
      found: `${leftRegistered} registered`,
      isMet: leftRegistered === 0,
    },
    {
      check: 'every message reached every steady member',
      found: `${missing} missing`,
      isMet: missing === 0,
    },
    {
      // A push that is answered too late is tried again, and so may arrive twice.
      check: 'none came twice, unless a push had timed out',
      found: `${duplicates} twice; the slowest message took ${Math.round(slowestMs)} ms, a push may take ${PUSH_TIMEOUT_MS}`,
      isMet: duplicates === 0 || slowestMs >= PUSH_TIMEOUT_MS,
    },
    {
      check: 'no unexplained error',
      found: unexplained.length === 0 ? 'none' : `${unexplained.length}: ${shown}`,
      isMet: unexplained.length === 0,
    },
    judgeMemory(
      'the memory of the cloud is flat',
      memory.map(({ cloudMb }) => cloudMb),
    ),
    judgeMemory(
      'the memory of a function is flat',
      memory.map(({ functionMb }) => functionMb),
    ),
  ];
}

function judgeMemory(check: string, samples: readonly number[]): Check {
  if (samples.length === 0) {
    return { check, found: 'not measured: there is no /proc here', isMet: true };
  }
  const quarter = Math.ceil(samples.length / 4);
  const early = median(samples.slice(quarter, 2 * quarter));
  const late = median(samples.slice(-quarter));
  const growth = late / early - 1;
  return {
    check,
    found: `${early.toFixed(1)} MB, then ${late.toFixed(1)} MB (${(growth * 100).toFixed(1)} %)`,
    isMet: growth <= FLAT_GROWTH,
  };
}
