import type { Clock } from '../../../gateway/engine/clock';
import type { May } from '../../access-key';
import type { ApiService } from '../action';
import type { TagStore } from '../tag/tag-store';
import { policyActions } from './policy-actions';
import { isAllowed } from './policy-check';
import { parsePolicyDocument, type PolicyStatement } from './policy-document';
import { PolicyStore } from './policy-store';
import { roleActions } from './role-actions';
import { RoleStore } from './role-store';
import type { CamSnapshot } from './snapshot';

/** CAM, version 2019-01-16, and what the other services ask it. */
export interface Cam {
  readonly service: ApiService;
  readonly roles: RoleStore;
  readonly may: May;
  snapshot(): CamSnapshot;
}

export interface CamOptions {
  readonly clock: Clock;
  readonly tags: TagStore;
  /** The account's number. */
  readonly uin: string;
  /** What an earlier cloud has left. */
  readonly restored?: CamSnapshot | undefined;
}

/** CAM with the roles and policies that an earlier cloud has left. */
export function createCam({ clock, tags, uin, restored }: CamOptions): Cam {
  const roles = new RoleStore(clock, restored?.roles);
  const policies = new PolicyStore(clock, restored?.policies);

  function policiesOf(roleName: string): PolicyStatement[] {
    const attached = [...(roles.find({ name: roleName })?.attachments.keys() ?? [])];
    return attached.flatMap((id) => policies.find({ id })?.statements ?? []);
  }

  return {
    roles,
    may(principal, action, resource) {
      switch (principal.type) {
        case 'account':
          return true;
        case 'role':
          return isAllowed(policiesOf(principal.roleName), action, resource);
        case 'user':
          return isAllowed(parsePolicyDocument(principal.user.policy), action, resource);
      }
    },
    snapshot: () => ({ roles: roles.snapshot(), policies: policies.snapshot() }),
    service: {
      product: 'cam',
      version: '2019-01-16',
      regional: false,
      actions: { ...roleActions(roles, tags, uin), ...policyActions(roles, policies, tags) },
    },
  };
}
