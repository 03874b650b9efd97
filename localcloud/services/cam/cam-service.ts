import type { Clock } from '../../../gateway/engine/clock';
import type { ApiService } from '../action';
import type { TagStore } from '../tag/tag-store';
import { policyActions } from './policy-actions';
import { isAllowed } from './policy-check';
import { PolicyStore } from './policy-store';
import { roleActions } from './role-actions';
import { RoleStore } from './role-store';

/** CAM, version 2019-01-16, and what the other services ask it. */
export interface Cam {
  readonly service: ApiService;
  readonly roles: RoleStore;
  /** Whether a role may do `cos:PutObject`, say, on a resource written with its six parts. */
  readonly roleMay: (roleName: string, action: string, resource: string) => boolean;
}

export function createCam(clock: Clock, tags: TagStore): Cam {
  const roles = new RoleStore(clock);
  const policies = new PolicyStore(clock);
  return {
    roles,
    roleMay(roleName, action, resource) {
      const attached = [...(roles.find({ name: roleName })?.attachments.keys() ?? [])];
      const statements = attached.flatMap((id) => policies.find({ id })?.statements ?? []);
      return isAllowed(statements, action, resource);
    },
    service: {
      product: 'cam',
      version: '2019-01-16',
      regional: false,
      actions: { ...roleActions(roles, tags), ...policyActions(roles, policies) },
    },
  };
}
