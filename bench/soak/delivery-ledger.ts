/** Who still waits for which message, and who got one that they did not wait for. */
export class DeliveryLedger {
  readonly #waiting = new Map<string, Set<number>>();
  #duplicates = 0;

  /** A message that each of these members has to get once. Its tag tells it from all others. */
  sent(tag: string, members: Iterable<number>): void {
    this.#waiting.set(tag, new Set(members));
  }

  arrived(tag: string, member: number): void {
    const waiting = this.#waiting.get(tag);
    if (waiting?.delete(member) !== true) this.#duplicates += 1;
    else if (waiting.size === 0) this.#waiting.delete(tag);
  }

  /** Deliveries that have not happened yet. */
  get missing(): number {
    return [...this.#waiting.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Deliveries that came again, or to somebody they were not for. */
  get duplicates(): number {
    return this.#duplicates;
  }
}
