import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { MachineError } from './machine';
import { splice } from './splice';

/** What a public address leads to. */
export interface AddressTarget {
  /** The address itself, one of the loopback network. */
  readonly publicAddress: string;
  /** The machine's own. */
  readonly privateAddress: string;
  readonly ports: readonly number[];
  /** Asked for each connection: whether the security groups let it in from the Internet. */
  readonly admits: (port: number) => boolean;
}

interface Open {
  readonly servers: readonly Server[];
  readonly sockets: Set<Socket>;
}

/** The public addresses that are bound to machines: each passes connections on to its machine. */
export class PublicAddresses {
  private readonly open = new Map<string, Open>();

  /** Begins to pass on. Rejects with a MachineError when a port cannot be had. */
  async bind(addressId: string, target: AddressTarget): Promise<void> {
    const sockets = new Set<Socket>();
    const servers = target.ports.map((port) => forward(port, target, sockets));
    this.open.set(addressId, { servers, sockets });
    try {
      await Promise.all(
        servers.map(async (server, at) => {
          server.listen(target.ports[at], target.publicAddress);
          await once(server, 'listening');
        }),
      );
    } catch (cause) {
      this.unbind(addressId);
      throw new MachineError(
        `The public address ${target.publicAddress} cannot be used on this machine (${String(cause)}). ` +
          'Machines need a loopback network of which every address works, as it does on Linux.',
        { cause },
      );
    }
  }

  /** Ends what goes through it, at once, as for clients whose packets are no longer answered. */
  unbind(addressId: string): void {
    const { servers = [], sockets = [] } = this.open.get(addressId) ?? {};
    this.open.delete(addressId);
    for (const server of servers) server.close();
    for (const socket of sockets) socket.destroy();
  }

  close(): void {
    for (const addressId of [...this.open.keys()]) this.unbind(addressId);
  }
}

function forward(port: number, target: AddressTarget, sockets: Set<Socket>): Server {
  return createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    if (!target.admits(port)) {
      client.destroy();
      return;
    }
    const machine = connect({ host: target.privateAddress, port, allowHalfOpen: true });
    machine.setNoDelay(true);
    splice(client, machine, sockets);
  });
}
