/** Runs one reload at a time; wishes that come while one runs are met by a single one after it. */
export class Reloader {
  private running: Promise<void> | undefined;
  private wanted = false;

  /** @param reload must not reject */
  constructor(private readonly reload: () => Promise<void>) {}

  /** Resolves once a reload that began after this call is over. */
  request(): Promise<void> {
    this.wanted = true;
    this.running ??= this.runWhileWanted();
    return this.running;
  }

  private async runWhileWanted(): Promise<void> {
    while (this.wanted) {
      this.wanted = false;
      await this.reload();
    }
    this.running = undefined;
  }
}
