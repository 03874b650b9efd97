import * as v from 'valibot';
import { CommandError } from '../command-error';
import type { Engine } from './engine';

const Properties = v.record(v.string(), v.unknown());

/** A resource as a state has it. */
export const StateResourceSchema = v.looseObject({
  urn: v.string(),
  type: v.string(),
  custom: v.optional(v.boolean(), false),
  id: v.optional(v.string()),
  parent: v.optional(v.string()),
  dependencies: v.optional(v.array(v.string())),
  /** It was deleted, and what replaces it has not been made yet. */
  pendingReplacement: v.optional(v.boolean()),
  /** URN and id of its provider. */
  provider: v.optional(v.string()),
  inputs: v.optional(Properties, {}),
  outputs: v.optional(Properties, {}),
});

const Export = v.looseObject({
  deployment: v.looseObject({
    resources: v.nullish(v.array(StateResourceSchema)),
    pending_operations: v.nullish(
      v.array(v.looseObject({ type: v.string(), resource: StateResourceSchema })),
    ),
  }),
});

export type StateResource = v.InferOutput<typeof StateResourceSchema>;

/** What a run was about to do when it was cut off. */
export interface PendingOperation {
  /** `creating`, `updating`, `deleting` or the like. */
  readonly type: string;
  readonly resource: StateResource;
}

/** A stack's state, as `pulumi stack export` gives it. */
export class StackState {
  private constructor(
    private readonly exported: v.InferOutput<typeof Export>,
    readonly resources: readonly StateResource[],
    readonly pending: readonly PendingOperation[],
  ) {}

  /** Reads a stack's state; undefined when there is no such stack yet. */
  static async read(engine: Engine, stack: string): Promise<StackState | undefined> {
    const { code, stdout } = await engine.capture(['stack', 'export', '--stack', stack]);
    if (code !== 0) {
      return undefined;
    }
    const exported = v.parse(Export, JSON.parse(stdout));
    const { resources, pending_operations: pending } = exported.deployment;
    return new StackState(exported, resources ?? [], pending ?? []);
  }

  /** Whether anything that exists in a cloud is in it. */
  get hasResources(): boolean {
    return this.resources.some(
      ({ custom, type }) => custom && !type.startsWith('pulumi:providers:'),
    );
  }

  /** The account of the last deployment that was completed. */
  get account(): unknown {
    return this.resources.find(({ type }) => type === 'pulumi:pulumi:Stack')?.outputs['account'];
  }

  /**
   * Writes the state back with these resources added, and no creation pending. One that replaces
   * another stands in its place, so that it comes before all that depends on it.
   */
  async rewrite(engine: Engine, stack: string, added: readonly StateResource[]): Promise<void> {
    const byUrn = new Map(added.map((resource) => [resource.urn, resource]));
    const kept = this.resources.map((old) => {
      const replacement = old.pendingReplacement === true ? byUrn.get(old.urn) : undefined;
      if (replacement !== undefined) byUrn.delete(old.urn);
      return replacement ?? old;
    });
    const deployment = {
      ...this.exported.deployment,
      resources: [...kept, ...byUrn.values()],
      pending_operations: this.pending.filter(({ type }) => type !== 'creating'),
    };
    const { code, stderr } = await engine.capture(
      ['stack', 'import', '--stack', stack],
      JSON.stringify({ ...this.exported, deployment }),
    );
    if (code !== 0) {
      throw new CommandError(`The stack's state could not be written.\n${stderr.trim()}`);
    }
  }
}
