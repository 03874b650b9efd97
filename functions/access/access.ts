import { ErrNo } from '../../protocol/err-no';
import { InvocationError } from '../invocation/invocation-error';

/** Decides who may come in. */
export interface Access {
  /** Rejects with AccessError where none of the offered subprotocols lets the client in. */
  check(subprotocols: readonly string[]): Promise<void>;
}

/** The client may not come in. Says why, and never what it has offered. */
export class AccessError extends InvocationError {
  override readonly name = 'AccessError';
  constructor(reason: string, options?: ErrorOptions) {
    super(ErrNo.accessRefused, `You may not join this chat: ${reason}.`, reason, options);
  }
}

/** Everybody may come in. */
export const openAccess: Access = { check: () => Promise.resolve() };
