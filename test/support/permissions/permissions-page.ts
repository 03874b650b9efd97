import { APP_ID } from '../../../localcloud/account';
import type { CloudEvent } from '../../../localcloud/cloud-event';
import { generatedPart, UPDATING, writeGeneratedPart } from '../generated-page';
import { nameInPolicies, servedServices } from '../served-services';

/** The policies of the page, by the heading that each stands under. */
const POLICIES = {
  deploy: '## To deploy',
  machine: '## To deploy with a gateway on a machine',
  dnsRecord: '### With a record at DNSPod',
  goOn: '## To go on after a run that ended badly',
  goOnMachine: '### The same with a gateway on a machine',
} as const;

export type PolicyName = keyof typeof POLICIES;

export const POLICY_NAMES = Object.keys(POLICIES) as PolicyName[];

interface PolicyDocument {
  readonly version: string;
  readonly statement: readonly {
    readonly effect: 'allow';
    readonly action: readonly string[];
    readonly resource: readonly string[];
  }[];
}

const products = new Map(
  servedServices().map((service) => [nameInPolicies(service), service.product]),
);

/** The product whose host serves an operation: `apigateway` for `apigw:CreateApi`. */
export function productOf(operation: string): string {
  const [name = ''] = operation.split(':');
  return products.get(name) ?? name;
}

/** Buckets of this project's stacks; the AppId is the local cloud's and a placeholder on Tencent. */
const OWN_BUCKETS = `qcs::cos::uid/${APP_ID}:scf-chat-*`;

/** A policy as the page has it. */
export function documentedPolicy(name: PolicyName): PolicyDocument {
  return JSON.parse(generatedPart(placeOf(name))) as PolicyDocument;
}

function placeOf(name: PolicyName) {
  const before = [`\n${POLICIES[name]}\n`, '\n```json\n'];
  return { page: 'docs/permissions.md', before, after: '```' };
}

/** What the policy allows, e.g. `scf:CreateFunction`. */
export function documentedOperations(name: PolicyName = 'deploy'): string[] {
  return documentedPolicy(name).statement.flatMap(({ action }) => action);
}

/** The least policy that allows these operations. */
export function policyFor(operations: Iterable<string>): PolicyDocument {
  const sorted = [...new Set(operations)].sort();
  const ofCos = sorted.filter((operation) => operation.startsWith('cos:'));
  const others = sorted.filter((operation) => !operation.startsWith('cos:'));
  return {
    version: '2.0',
    statement: [
      { effect: 'allow' as const, action: others, resource: ['*'] },
      { effect: 'allow' as const, action: ofCos, resource: [OWN_BUCKETS] },
    ].filter(({ action }) => action.length > 0),
  };
}

/** What users have asked of a cloud, by its names in policies. */
export function operationsIn(events: readonly CloudEvent[]): string[] {
  const operations = events.flatMap((event) => {
    if (!('by' in event) || event.by !== 'user') return [];
    if (event.type === 'api call') {
      const [name] = [...products].find(([, product]) => product === event.product) ?? [
        event.product,
      ];
      return [`${name}:${event.action}`];
    }
    return event.action === '' ? [] : [`cos:${event.action}`];
  });
  return [...new Set(operations)].sort();
}

/** What users were refused for want of a permission. */
export function refusedIn(events: readonly CloudEvent[]): string[] {
  const isRefusal = (event: CloudEvent) =>
    'errorCode' in event &&
    (event.errorCode === 'UnauthorizedOperation' || event.errorCode === 'AccessDenied');
  return operationsIn(events.filter(isRefusal));
}

/** Expects the page to have just the policy that these operations need. */
export function expectDocumented(name: PolicyName, operations: readonly string[]): void {
  const policy = policyFor(operations);
  if (UPDATING) writeGeneratedPart(placeOf(name), JSON.stringify(policy, null, 2));
  expect(documentedPolicy(name)).toEqual(policy);
}
