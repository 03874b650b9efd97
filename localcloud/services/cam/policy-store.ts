import type { Clock } from '../../../gateway/engine/clock';
import { CamError } from './cam-error';
import { parsePolicyDocument, type PolicyStatement } from './policy-document';
import type { PolicySnapshot } from './snapshot';

/** A custom policy. Times in milliseconds. */
export interface Policy {
  readonly policyId: number;
  readonly policyName: string;
  readonly document: string;
  readonly statements: readonly PolicyStatement[];
  readonly description: string;
  readonly addTime: number;
  readonly updateTime: number;
}

const POLICY_NAME = /^[\w+=,.@-]{1,128}$/;
const FIRST_POLICY_ID = 200_000_001;

/** The custom policies of the account. */
export class PolicyStore {
  private readonly policies: Map<number, Policy>;
  private nextId: number;

  constructor(
    private readonly clock: Clock,
    restored: PolicySnapshot = { nextId: FIRST_POLICY_ID, list: [] },
  ) {
    this.nextId = restored.nextId;
    this.policies = new Map(
      restored.list.map((policy) => [
        policy.policyId,
        { ...policy, statements: parsePolicyDocument(policy.document) },
      ]),
    );
  }

  snapshot(): PolicySnapshot {
    const list = this.list().map(({ statements: _statements, ...rest }) => rest);
    return { nextId: this.nextId, list };
  }

  create(policyName: string, document: string, description: string): Policy {
    if (!POLICY_NAME.test(policyName)) {
      throw new CamError(
        'InvalidParameter.PolicyNameError',
        'A policy name has 1 to 128 letters, digits and +=,.@-_ characters.',
      );
    }
    if (this.find({ name: policyName })) {
      throw new CamError('FailedOperation.PolicyNameInUse', 'A policy of this name exists.');
    }
    const now = this.clock.now();
    const policy: Policy = {
      policyId: this.nextId++,
      policyName,
      document,
      statements: parsePolicyDocument(document),
      description,
      addTime: now,
      updateTime: now,
    };
    this.policies.set(policy.policyId, policy);
    return policy;
  }

  list(): Policy[] {
    return [...this.policies.values()];
  }

  find({ id, name }: { id?: number | undefined; name?: string | undefined }): Policy | undefined {
    if (id !== undefined) return this.policies.get(id);
    return this.list().find(({ policyName }) => policyName === name);
  }

  update(
    policy: Policy,
    change: { document?: string | undefined; description?: string | undefined },
  ): void {
    const document = change.document ?? policy.document;
    this.policies.set(policy.policyId, {
      ...policy,
      document,
      statements: parsePolicyDocument(document),
      description: change.description ?? policy.description,
      updateTime: this.clock.now(),
    });
  }

  delete(policyId: number): void {
    this.policies.delete(policyId);
  }
}
