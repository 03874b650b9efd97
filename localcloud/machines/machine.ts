/** A machine of the account as far as it takes to run it. */
export interface MachineDefinition {
  readonly instanceId: string;
  /** Its private address, which is one of the loopback network. */
  readonly address: string;
  /** Its CAM role; empty when it has none. */
  readonly role: string;
  /** As it was given, in base64; empty when there is none. */
  readonly userData: string;
}

/** A machine cannot be run here; the message says why and what to do, and holds no secret. */
export class MachineError extends Error {}
