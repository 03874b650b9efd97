import type { ConnectionId } from '../../protocol/connection-id';
import { toConnectionId } from '../../protocol/connection-id';
import {
  RegistryError,
  type RegisteredConnection,
  type Registry,
} from '../../functions/registry/registry';

/** A registry in memory that fails when told to. */
export class InMemoryRegistry implements Registry {
  readonly #ages = new Map<ConnectionId, number>();
  /** Names of the methods called, in order. */
  readonly calls: string[] = [];
  broken = false;

  /** With these members, by their ages in milliseconds. */
  constructor(ages: Readonly<Record<string, number>> = {}) {
    for (const [id, ageMs] of Object.entries(ages)) this.#ages.set(toConnectionId(id), ageMs);
  }

  get ids(): string[] {
    return [...this.#ages.keys()];
  }

  add(id: ConnectionId): Promise<void> {
    return this.#call('add', () => void this.#ages.set(id, 0));
  }

  remove(id: ConnectionId): Promise<void> {
    return this.#call('remove', () => void this.#ages.delete(id));
  }

  list(): Promise<readonly RegisteredConnection[]> {
    return this.#call('list', () => Array.from(this.#ages, ([id, ageMs]) => ({ id, ageMs })));
  }

  #call<Result>(name: string, work: () => Result): Promise<Result> {
    this.calls.push(name);
    return this.broken
      ? Promise.reject(new RegistryError('COS answered 503'))
      : Promise.resolve(work());
  }
}
