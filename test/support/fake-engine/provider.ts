import type { Properties } from './properties';
import type { ResourceState } from './resource-state';

/** What would turn a resource into what the program wants now. */
export interface Difference {
  readonly op: 'same' | 'update' | 'replace';
  readonly deleteBeforeReplace: boolean;
}

/** What makes, changes and deletes resources. It gets and gives plain values only. */
export interface Provider {
  /** The inputs as they are stored from now on. */
  check(urn: string, news: Properties, olds: Properties): Promise<Properties>;
  diff(old: ResourceState, news: Properties): Promise<Difference>;
  create(
    resource: Pick<ResourceState, 'urn' | 'type'>,
    inputs: Properties,
  ): Promise<{ readonly id: string; readonly outputs: Properties }>;
  /** Gives the outputs. */
  update(old: ResourceState, news: Properties): Promise<Properties>;
  delete(old: ResourceState): Promise<void>;
}
