import type * as v from 'valibot';
import type { ModifySecurityGroupPolicies } from './schema';
import type { SecurityRule } from './snapshot';
import { VpcError } from './vpc-error';

type PolicySet = v.InferOutput<typeof ModifySecurityGroupPolicies>['SecurityGroupPolicySet'];

/** Takes all rules away, whatever else is given (215/15810). */
const NO_RULES = '0';

/**
 * One direction's rules after ModifySecurityGroupPolicies. What is not given stays as it is: the
 * provider deletes it by a request of its own. Unless they are to be sorted, rules that stay keep
 * their places, and the new ones come behind them; where, is not documented.
 */
export function rulesAfter(
  before: SecurityRule[],
  policies: PolicySet,
  direction: 'Ingress' | 'Egress',
  isSorted: boolean,
): SecurityRule[] {
  if (policies.Version === NO_RULES) return [];
  const given = policies[direction];
  if (given === undefined || isSorted) return given ?? before;
  const kept = before.flatMap((rule) => given.find((one) => isSameRule(one, rule)) ?? []);
  return [...new Set([...kept, ...given])];
}

function isSameRule(one: SecurityRule, other: SecurityRule): boolean {
  return (['Protocol', 'Port', 'CidrBlock', 'Action'] as const).every(
    (name) => one[name] === other[name],
  );
}

/** The rules but for those at these indexes. Throws a VpcError where there is none. */
export function without(
  rules: readonly SecurityRule[],
  deleted: readonly { readonly PolicyIndex: number }[],
): SecurityRule[] {
  const missing = deleted.find(({ PolicyIndex }) => rules[PolicyIndex] === undefined);
  if (missing) {
    const message = `There is no rule with the index ${missing.PolicyIndex}.`;
    throw new VpcError('InvalidParameterValue.Range', message);
  }
  return rules.filter((_rule, index) => deleted.every(({ PolicyIndex }) => PolicyIndex !== index));
}
