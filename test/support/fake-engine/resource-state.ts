import { kindOf } from '../program-under-mocks';
import { plain, type Properties } from './properties';

/** What the program wants of one resource. */
export interface Goal {
  readonly urn: string;
  readonly type: string;
  /** False for a component, which no provider knows of. */
  readonly custom: boolean;
  readonly inputs: Properties;
  /** URNs. */
  readonly dependencies: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** One resource as the state holds it between runs, secrets marked. */
export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  /** Empty for a component, and in a preview for what does not exist yet. */
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** URNs. */
  readonly dependencies: readonly string[];
}

/** By URN, each resource after all that it depends on. */
export type State = ReadonlyMap<string, ResourceState>;

/** How people name a resource: `ScfFunction:register`. */
export function keyOf(urn: string): string {
  const [type = '', name = ''] = urn.split('::').slice(-2);
  return `${kindOf(type)}:${name}`;
}

/** The same resource as a provider sees it, without marks. */
export function plainState(resource: ResourceState): ResourceState {
  return {
    ...resource,
    inputs: plain(resource.inputs),
    outputs: plain(resource.outputs),
  };
}
