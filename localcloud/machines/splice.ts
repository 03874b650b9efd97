import type { Socket } from 'node:net';

/**
 * Passes on what comes from either of two sockets to the other; when one is gone, so is the other.
 * A half that has ended leaves the other as it is. `sockets` holds both while they are open.
 */
export function splice(one: Socket, other: Socket, sockets: Set<Socket>): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    sockets.add(from);
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    from.pipe(to);
  }
}
