import type { CloudClient } from '../cloud-client';

/** A resource's inputs, plain: secrets unwrapped, outputs resolved. */
export type Inputs = Readonly<Record<string, unknown>>;

/** What making a resource gives: its id, and the outputs that are not inputs. */
export interface Created {
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What a type of resource is to the local cloud: what the provider would do to create one. */
export interface ResourceType {
  create(inputs: Inputs, cloud: CloudClient): Promise<Created>;
}

/** Reads an input that must be text. */
export function text(inputs: Inputs, name: string): string {
  const value = inputs[name];
  if (typeof value !== 'string') {
    throw new TypeError(`The input ${name} is ${typeof value}, expected text.`);
  }
  return value;
}
