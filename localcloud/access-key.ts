/** On whose behalf a request is made. */
export type Principal =
  { readonly type: 'account' } | { readonly type: 'role'; readonly roleName: string };

/** What is known about a secret id. */
export interface AccessKey {
  readonly secretKey: string;
  readonly principal: Principal;
  /** Goes with temporary keys only, and must be sent along with every request. */
  readonly sessionToken?: string;
  /** Milliseconds since the epoch; absent for a key that does not expire. */
  readonly expiresAt?: number;
}

/** Looks a secret id up. */
export type FindAccessKey = (secretId: string) => AccessKey | undefined;
