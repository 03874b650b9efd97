import { elapse, type Clock } from '../../../gateway/engine/clock';
import type { ClientSocket } from '../../../gateway/engine/ports';
import { unknownConnection, type PushBackAnswer } from '../../../gateway/engine/push-back';
import type { PushBackFault } from '../../faults';

/** Longer than anybody waits for an answer to a push-back. */
const HANG_MS = 60_000;

/** Breaks a client's TCP connection after a while, as a network does that goes away. */
export function dropLater(socket: ClientSocket, afterMs: number, clock: Clock): void {
  clock.after(afterMs, () => {
    if (socket.isOpen) socket.terminate();
  });
}

/** A client's socket that after a while is as if nobody read what it is sent. */
export function stopReadingLater(
  socket: ClientSocket,
  afterMs: number,
  clock: Clock,
): ClientSocket {
  let reads = true;
  clock.after(afterMs, () => {
    reads = false;
  });
  return {
    get isOpen() {
      return socket.isOpen;
    },
    get bufferedBytes() {
      return reads ? socket.bufferedBytes : Infinity;
    },
    sendText: (data) => {
      socket.sendText(data);
    },
    sendBinary: (data) => {
      socket.sendBinary(data);
    },
    close: (code, reason) => {
      socket.close(code, reason);
    },
    terminate: () => {
      socket.terminate();
    },
  };
}

/** The answer of a gateway that denies every connection, or that answers too late. */
export async function failPushBack(
  fault: Exclude<PushBackFault, 429 | 500>,
  clock: Clock,
): Promise<PushBackAnswer> {
  if (fault === 'time-out') await elapse(clock, HANG_MS);
  return unknownConnection(fault === 404 ? 404 : 200);
}
