import type { Terminal } from './terminal';

/** What takes less than this many milliseconds is not worth a sign of life. */
const QUIET_MS = 1000;
const FRAME_MS = 100;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const ERASE_LINE = '\r\u001b[2K';

/** One line at the end of a terminal that moves while something takes long. */
export class Progress {
  private timer: NodeJS.Timeout | undefined;
  private isShown = false;

  constructor(private readonly terminal: Terminal) {}

  /** Shows, after a second, what goes on and for how long; nothing where lines cannot be taken back. */
  begin(text: () => string): void {
    this.end();
    if (!this.terminal.isInteractive) return;
    const { colors } = this.terminal;
    const startedAt = performance.now();
    let frame = 0;
    this.timer = setInterval(() => {
      const elapsedMs = performance.now() - startedAt;
      if (elapsedMs < QUIET_MS) return;
      frame += 1;
      const sign = colors.cyan(FRAMES[frame % FRAMES.length] ?? '');
      const seconds = colors.dim(`${Math.floor(elapsedMs / 1000)} s`);
      this.terminal.write(`${ERASE_LINE}  ${sign} ${text()} ${seconds}`);
      this.isShown = true;
    }, FRAME_MS).unref();
  }

  /** Takes the line away. */
  end(): void {
    clearInterval(this.timer);
    this.giveWay();
  }

  /** Lets another line be written in its place; it comes back below. */
  giveWay(): void {
    if (this.isShown) this.terminal.write(ERASE_LINE);
    this.isShown = false;
  }
}
