/** What a finding is about, in the order in which people read them. */
export const AREAS = {
  project: 'This project',
  'pulumi tools': 'Pulumi, for npm run up',
  account: 'Account and state, for npm run up',
  network: 'Hosts, for npm run up',
  mirrors: 'Mirrors in mainland China',
  'test programs': 'Programs that some tests need',
} as const;

/** One line of the doctor's report. */
export interface Finding {
  readonly area: keyof typeof AREAS;
  readonly name: string;
  readonly isOk: boolean;
  /** What is there, or what is not. Never a secret. */
  readonly detail: string;
  /** What to do where it is not ok. */
  readonly fix?: string;
  /** Whether nothing is amiss where it is not ok: nobody needs it now. */
  readonly isUnneeded?: true;
  /** What does not work without it; absent where everything does, after a fashion. */
  readonly neededFor?: 'start' | 'up';
}

/** Bytes in the unit in which people think of downloads. */
export function megabytes(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} KB` : `${Math.round(bytes / 1e6)} MB`;
}
