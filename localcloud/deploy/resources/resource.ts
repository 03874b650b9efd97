import type { CloudClient } from '../cloud-client';

/** A resource's inputs, plain: secrets unwrapped, outputs resolved. */
export type Inputs = Readonly<Record<string, unknown>>;

/** What making a resource gives: its id, and the outputs that are not inputs. */
export interface Created {
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A resource that has been made, as it is now. */
export interface DeployedResource extends Created {
  /** e.g. `tencentcloud:index/scfFunction:ScfFunction`. */
  readonly type: string;
  /** Its name in the program. */
  readonly name: string;
  readonly inputs: Inputs;
}

/** Changes a resource in place; gives the outputs that are not inputs. */
export type Update = (cloud: CloudClient) => Promise<Created['outputs']>;

/** What a type of resource is to the local cloud: what the provider would do with it. */
export interface ResourceType {
  create(inputs: Inputs, cloud: CloudClient): Promise<Created>;
  /**
   * How it becomes what the new inputs say; undefined where it would have to be replaced. Changes
   * nothing yet. Absent for what is always replaced here.
   */
  planUpdate?(before: DeployedResource, inputs: Inputs): Promise<Update | undefined>;
}

/** Reads an input that must be text. */
export function text(inputs: Inputs, name: string): string {
  const value = inputs[name];
  if (typeof value !== 'string') {
    throw new TypeError(`The input ${name} is ${typeof value}, expected text.`);
  }
  return value;
}
