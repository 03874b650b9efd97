/** What the load generator can be asked to do; it holds all members of a benchmark. */
export interface LoadProgram {
  /** Connects members on top of those there are. */
  connect(input: ConnectInput): Promise<ConnectResult>;
  /** The first member sends a message; resolves when all others have it, or no more get it. */
  broadcast(input: BroadcastInput): Promise<Delivery>;
  /** The first member sends messages at a fixed rate, whether or not the last one has arrived. */
  sendAtRate(input: RateInput): Promise<readonly Delivery[]>;
  /** Messages a second, while each member sends the next one as soon as the last comes back. */
  echo(input: WindowInput): Promise<number>;
  /** Arrivals a second, while one message is always under way to everybody, the sender too. */
  broadcastBackToBack(input: WindowInput): Promise<number>;
}

export interface ConnectInput {
  readonly url: string;
  readonly count: number;
  /** Handshakes under way at the same time. */
  readonly atOnce: number;
}

export interface ConnectResult {
  readonly open: number;
  readonly refused: number;
  readonly tookMs: number;
}

export interface BroadcastInput {
  /** Tells this message from all others. */
  readonly text: string;
  /** Gives up when nobody has got the message for this long. */
  readonly quietMs: number;
}

/** How one message reached the other members. */
export interface Delivery {
  /** Distinct members. */
  readonly delivered: number;
  /** Times that a member got it again. */
  readonly duplicates: number;
  /** From sending to the member in the middle, and to the last. NaN when nobody got it. */
  readonly medianMs: number;
  readonly lastMs: number;
}

export interface RateInput {
  readonly perSecond: number;
  readonly seconds: number;
  readonly quietMs: number;
}

export interface WindowInput {
  readonly windowMs: number;
}
