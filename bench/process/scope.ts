/** What is to be ended, such as a process. */
export interface Stoppable {
  stop(): Promise<void>;
}

/** Keeps what a piece of work starts, to end it with the work. */
export class Scope implements Stoppable {
  readonly #started: Stoppable[] = [];

  /** Waits until it has started. */
  async add<Started extends Stoppable>(starting: Promise<Started>): Promise<Started> {
    const started = await starting;
    this.#started.push(started);
    return started;
  }

  /** Ends what was started last first. */
  async stop(): Promise<void> {
    for (const started of this.#started.splice(0).toReversed()) await started.stop();
  }
}
