import { ErrNo } from '../../protocol/err-no';
import type { ConnectionId } from '../../protocol/connection-id';
import { InvocationError } from '../invocation/invocation-error';

export interface RegisteredConnection {
  readonly id: ConnectionId;
  /** How long it has been registered, by the clock of the store. */
  readonly ageMs: number;
}

/** The set of connections. Every method rejects with RegistryError, and only with that. */
export interface Registry {
  add(id: ConnectionId): Promise<void>;
  /** Succeeds for a connection that is not registered as well. */
  remove(id: ConnectionId): Promise<void>;
  /**
   * Everybody, each once and in no order. Eventually consistent: who came or went a moment ago may
   * be missing or still there (436/7734).
   */
  list(): Promise<readonly RegisteredConnection[]>;
}

/** The registry could not do what it was asked; `detail` says how the store failed. */
export class RegistryError extends InvocationError {
  override readonly name = 'RegistryError';
  constructor(detail: string, options?: ErrorOptions) {
    super(
      ErrNo.registryUnavailable,
      'The chat cannot reach its list of members right now; please try again.',
      detail,
      options,
    );
  }
}
