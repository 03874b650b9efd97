import type { ClientSocket } from '../../gateway/engine/ports';

/** A client's socket that keeps what it was told. */
export class RecordingSocket implements ClientSocket {
  readonly frames: (string | Buffer)[] = [];
  isOpen = true;
  bufferedBytes = 0;
  /** How the gateway ended it. */
  ending: { code: number; reason: string } | 'terminated' | undefined;

  sendText(data: string): void {
    this.frames.push(data);
  }

  sendBinary(data: Buffer): void {
    this.frames.push(data);
  }

  close(code: number, reason: string): void {
    this.isOpen = false;
    this.ending = { code, reason };
  }

  terminate(): void {
    this.isOpen = false;
    this.ending = 'terminated';
  }
}
