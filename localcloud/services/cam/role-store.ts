import type { Clock } from '../../../gateway/engine/clock';
import { CamError } from './cam-error';
import { parseTrustedServices } from './policy-document';
import type { RoleSnapshot } from './snapshot';

/** A role, and since when which policies have been attached to it. Times in milliseconds. */
export interface Role {
  readonly roleId: string;
  readonly roleName: string;
  trustDocument: string;
  description: string;
  consoleLogin: number;
  /** Longest life of its temporary credentials, in seconds. */
  sessionDuration: number;
  readonly addTime: number;
  updateTime: number;
  readonly attachments: Map<number, number>;
}

/** A role is named by its id or by its name. */
export interface RoleReference {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}

const ROLE_NAME = /^[\w+=,.@-]{1,128}$/;
const FIRST_ROLE_ID = 4_611_686_018_400_000_001n;

/** The roles of the account. */
export class RoleStore {
  private readonly roles: Map<string, Role>;
  private nextId: bigint;

  constructor(
    private readonly clock: Clock,
    restored: RoleSnapshot = { nextId: String(FIRST_ROLE_ID), list: [] },
  ) {
    this.nextId = BigInt(restored.nextId);
    this.roles = new Map(
      restored.list.map(({ attachments, ...role }) => [
        role.roleId,
        { ...role, attachments: new Map(attachments) },
      ]),
    );
  }

  snapshot(): RoleSnapshot {
    const list = this.list().map((role) => ({ ...role, attachments: [...role.attachments] }));
    return { nextId: String(this.nextId), list };
  }

  create(
    given: Pick<
      Role,
      'roleName' | 'trustDocument' | 'description' | 'consoleLogin' | 'sessionDuration'
    >,
  ): Role {
    if (!ROLE_NAME.test(given.roleName)) {
      throw new CamError(
        'InvalidParameter.RoleNameError',
        'A role name has 1 to 128 letters, digits and +=,.@-_ characters.',
      );
    }
    if (this.find({ name: given.roleName })) {
      throw new CamError('InvalidParameter.RoleNameInUse', 'A role of this name exists.');
    }
    parseTrustedServices(given.trustDocument);
    const now = this.clock.now();
    const role: Role = {
      ...given,
      roleId: String(this.nextId++),
      addTime: now,
      updateTime: now,
      attachments: new Map(),
    };
    this.roles.set(role.roleId, role);
    return role;
  }

  list(): Role[] {
    return [...this.roles.values()];
  }

  find({ id, name }: RoleReference): Role | undefined {
    if (id !== undefined) return this.roles.get(id);
    return this.list().find(({ roleName }) => roleName === name);
  }

  require(reference: RoleReference): Role {
    const role = this.find(reference);
    if (!role) throw new CamError('InvalidParameter.RoleNotExist', 'The role does not exist.');
    return role;
  }

  update(
    reference: RoleReference,
    change: Partial<
      Pick<Role, 'trustDocument' | 'description' | 'consoleLogin' | 'sessionDuration'>
    >,
  ): void {
    const role = this.require(reference);
    if (change.trustDocument !== undefined) parseTrustedServices(change.trustDocument);
    Object.assign(role, change, { updateTime: this.clock.now() });
  }

  delete(reference: RoleReference): Role {
    const role = this.require(reference);
    this.roles.delete(role.roleId);
    return role;
  }

  attach(role: Role, policyId: number): void {
    if (!role.attachments.has(policyId)) role.attachments.set(policyId, this.clock.now());
  }

  /** Whether a role exists that this service, e.g. `scf.qcloud.com`, may assume. */
  isAssumableBy(service: string, roleName: string): boolean {
    const role = this.find({ name: roleName });
    return role !== undefined && parseTrustedServices(role.trustDocument).includes(service);
  }
}
