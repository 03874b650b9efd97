import pc from 'picocolors';
import type { WriteStream } from 'node:tty';

/** Where texts for people go. */
export interface Terminal {
  write(text: string): void;
  /** Whether a line can be taken back, to show something that moves. */
  readonly isInteractive: boolean;
  /** All of them give the text back as it is where there are to be no colours. */
  readonly colors: ReturnType<typeof pc.createColors>;
}

/**
 * A stream of this process. Colours only where it is a terminal that has them and neither NO_COLOR
 * nor the like says otherwise (`WriteStream.hasColors` of Node.js).
 */
export function terminalOn(stream: NodeJS.WriteStream): Terminal {
  // What is no terminal lacks its methods, whatever the type says.
  const terminal: WriteStream | undefined = stream.isTTY ? stream : undefined;
  return {
    write: (text) => void stream.write(text),
    isInteractive: terminal !== undefined && process.env['TERM'] !== 'dumb',
    colors: pc.createColors(terminal?.hasColors() ?? false),
  };
}
