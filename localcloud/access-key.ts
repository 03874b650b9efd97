/** On whose behalf a request is made. */
export type Principal =
  | { readonly type: 'account' }
  | { readonly type: 'role'; readonly roleName: string }
  | { readonly type: 'user'; readonly user: SubUser };

/** A person of the account with a key of their own, who may do only what a policy says. */
export interface SubUser {
  readonly secretId: string;
  readonly secretKey: string;
  /** CAM policy document, as it is at this moment. */
  readonly policy: string;
}

/** Whether someone may do `cos:PutObject`, say, on a resource written with its six parts, or `*`. */
export type May = (principal: Principal, action: string, resource: string) => boolean;

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
