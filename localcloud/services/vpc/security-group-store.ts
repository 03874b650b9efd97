import type { Clock } from '../../../gateway/engine/clock';
import { randomText } from '../random-text';
import type { SecurityGroup, SecurityRule } from './snapshot';
import { VpcError } from './vpc-error';

const EVERYWHERE = '0.0.0.0/0';

/** The security groups of the account with their rules. */
export class SecurityGroupStore {
  private readonly groups: Map<string, SecurityGroup>;

  constructor(
    private readonly clock: Clock,
    restored: readonly SecurityGroup[] = [],
  ) {
    this.groups = new Map(restored.map((group) => [group.groupId, group]));
  }

  list(): SecurityGroup[] {
    return [...this.groups.values()];
  }

  create(name: string, description: string): SecurityGroup {
    const now = this.clock.now();
    const group: SecurityGroup = {
      groupId: `sg-${randomText()}`,
      name,
      description,
      version: 0,
      ingress: [],
      egress: [],
      createdTime: now,
      updateTime: now,
    };
    this.groups.set(group.groupId, group);
    return group;
  }

  require(groupId: string): SecurityGroup {
    const group = this.groups.get(groupId);
    if (group) return group;
    throw new VpcError('ResourceNotFound', `The security group ${groupId} does not exist.`);
  }

  rename(groupId: string, change: { readonly name?: string; readonly description?: string }): void {
    const updateTime = this.clock.now();
    this.groups.set(groupId, { ...this.require(groupId), ...change, updateTime });
  }

  /** Each time the rules get the next version. */
  setRules(
    groupId: string,
    rules: { readonly ingress: SecurityRule[]; readonly egress: SecurityRule[] },
  ): void {
    const group = this.require(groupId);
    const updateTime = this.clock.now();
    this.groups.set(groupId, { ...group, ...rules, version: group.version + 1, updateTime });
  }

  delete(groupId: string, isUsed: boolean): void {
    this.require(groupId);
    if (isUsed) {
      throw new VpcError('ResourceInUse', `Something is in the security group ${groupId}.`);
    }
    this.groups.delete(groupId);
  }

  /** Whether these groups let TCP from anywhere on the Internet reach a port; the first rule counts. */
  admit(groupIds: readonly string[], port: number): boolean {
    const rule = groupIds
      .flatMap((groupId) => this.groups.get(groupId)?.ingress ?? [])
      .find(
        ({ Protocol, CidrBlock, Port }) =>
          ['TCP', 'ALL'].includes(Protocol) && CidrBlock === EVERYWHERE && isAmong(port, Port),
      );
    return rule?.Action === 'ACCEPT';
  }
}

/** Whether a port is among `80`, `80,443`, `8000-9000` or `ALL`. */
function isAmong(port: number, ports: string): boolean {
  if (ports.toUpperCase() === 'ALL') return true;
  return ports.split(',').some((range) => {
    const [from = '', to = from] = range.split('-');
    return Number(from) <= port && port <= Number(to);
  });
}
