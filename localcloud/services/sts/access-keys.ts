import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../gateway/engine/clock';
import type { AccessKey, FindAccessKey, SubUser } from '../../access-key';
import { randomCredentials, type Credentials } from '../../account';
import type { IssuedCredentials } from '../../machines/metadata-service';
import type { RoleCredentials } from '../../runtime/invocation';
import type { RoleStore } from '../cam/role-store';

/** Temporary credentials are replaced when less than this is left of their life, in milliseconds. */
const RENEW_BEFORE_MS = 10 * 60 * 1000;

interface Issued {
  readonly credentials: RoleCredentials;
  readonly key: AccessKey & { readonly expiresAt: number };
}

/** All keys that requests may be signed with: the account's own, its users', those issued to roles. */
export class AccessKeys {
  private readonly keys = new Map<string, AccessKey>();
  private readonly latestOfRole = new Map<string, Issued>();

  constructor(
    account: Credentials,
    private readonly roles: RoleStore,
    private readonly clock: Clock,
    users: readonly SubUser[] = [],
  ) {
    const principal = { type: 'account' } as const;
    this.keys.set(account.secretId, { secretKey: account.secretKey, principal });
    for (const user of users) {
      const { secretId, secretKey } = user;
      this.keys.set(secretId, { secretKey, principal: { type: 'user', user } });
    }
  }

  readonly find: FindAccessKey = (secretId) => this.keys.get(secretId);

  /** Everything that is secret in the keys there are now. */
  *secrets(): Generator<string> {
    for (const { secretKey, sessionToken } of this.keys.values()) {
      yield secretKey;
      if (sessionToken !== undefined) yield sessionToken;
    }
  }

  /**
   * Credentials for a role, good for at least ten minutes more. They live as long as the role's
   * session duration says. Throws `CamError` when there is no such role.
   */
  forRole(roleName: string): RoleCredentials {
    return this.issueFor(roleName).credentials;
  }

  /** The same with their end. */
  issueFor(roleName: string): IssuedCredentials {
    const role = this.roles.require({ name: roleName });
    const now = this.clock.now();
    const latest = this.latestOfRole.get(role.roleId);
    if (latest && latest.key.expiresAt - now > RENEW_BEFORE_MS) return expiring(latest);

    const issued = issue(roleName, now + role.sessionDuration * 1000);
    this.dropExpired(now);
    this.keys.set(issued.credentials.secretId, issued.key);
    this.latestOfRole.set(role.roleId, issued);
    return expiring(issued);
  }

  private dropExpired(now: number): void {
    for (const [secretId, { expiresAt }] of this.keys) {
      if (expiresAt !== undefined && expiresAt <= now) this.keys.delete(secretId);
    }
  }
}

function expiring({ credentials, key: { expiresAt } }: Issued): IssuedCredentials {
  return { credentials, expiresAt };
}

function issue(roleName: string, expiresAt: number): Issued {
  const credentials: RoleCredentials = {
    ...randomCredentials(),
    sessionToken: randomBytes(64).toString('base64url'),
  };
  return {
    credentials,
    key: {
      secretKey: credentials.secretKey,
      sessionToken: credentials.sessionToken,
      principal: { type: 'role', roleName },
      expiresAt,
    },
  };
}
