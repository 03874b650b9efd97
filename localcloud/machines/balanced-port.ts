import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../../gateway/engine/clock';
import { HealthProbe, type Health, type HealthCheck } from './health-probe';
import { MachineError } from './machine';
import { splice } from './splice';

export interface BalancedPortOptions {
  /** Where clients connect: an address of the loopback network, and a port. */
  readonly address: string;
  readonly port: number;
  /** Whether the machine with the fewest connections gets the next one; else all by turns. */
  readonly byLeastConnections: boolean;
  /** Nothing is asked where there is none, and every machine is taken to serve. */
  readonly healthCheck: HealthCheck | undefined;
  readonly clock: Clock;
}

/** A machine among which connections are shared out. */
export interface BalancedTarget {
  readonly instanceId: string;
  readonly address: string;
  readonly port: number;
  /** Its share; none when it is 0, which leaves the connections alone that it has. */
  readonly weight: number;
  /** Asked for each connection: whether the security groups let it in. */
  readonly admits: () => boolean;
}

interface Pooled {
  target: BalancedTarget;
  probe: HealthProbe | undefined;
  readonly sockets: Set<Socket>;
  /** Connections that it was given since the targets were last changed. */
  given: number;
}

/** One listener of a load balancer: passes each connection on to a machine that serves. */
export class BalancedPort {
  private readonly pool = new Map<string, Pooled>();

  private constructor(
    private readonly server: Server,
    private options: BalancedPortOptions,
  ) {
    server.on('connection', (client) => this.passOn(client));
  }

  /** Rejects with a MachineError when the port cannot be had. */
  static async open(options: BalancedPortOptions): Promise<BalancedPort> {
    const { address, port } = options;
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    server.listen(port, address);
    try {
      await once(server, 'listening');
    } catch (cause) {
      throw new MachineError(
        `The address ${address}:${port} cannot be used on this machine (${String(cause)}). ` +
          'Load balancers need a loopback network of which every address works, as it does on Linux.',
        { cause },
      );
    }
    return new BalancedPort(server, options);
  }

  /** From now on connections go to these. What goes to another one ends. */
  setTargets(targets: readonly BalancedTarget[]): void {
    const kept = new Set(targets.map(keyOf));
    for (const [key, pooled] of this.pool) {
      if (!kept.has(key)) this.drop(key, pooled);
    }
    for (const target of targets) {
      const pooled = this.pool.get(keyOf(target));
      if (pooled) pooled.target = target;
      else {
        const probe = this.probe(target, 'Unknown');
        this.pool.set(keyOf(target), { target, probe, sockets: new Set(), given: 0 });
      }
    }
    for (const pooled of this.pool.values()) pooled.given = 0;
  }

  /**
   * From now on shares out and asks like this. What goes through it stays, and each machine is taken
   * for what it was until it has been asked anew.
   */
  change(options: Pick<BalancedPortOptions, 'byLeastConnections' | 'healthCheck'>): void {
    this.options = { ...this.options, ...options };
    for (const pooled of this.pool.values()) {
      pooled.probe?.stop();
      pooled.probe = this.probe(pooled.target, healthIn(pooled));
    }
  }

  healthOf(target: Pick<BalancedTarget, 'instanceId' | 'port'>): Health {
    return healthIn(this.pool.get(keyOf(target)));
  }

  /** Ends everything that goes through it. */
  close(): void {
    this.server.close();
    for (const [key, pooled] of this.pool) this.drop(key, pooled);
  }

  private probe(target: BalancedTarget, health: Health): HealthProbe | undefined {
    const { healthCheck, clock } = this.options;
    return healthCheck && new HealthProbe(healthCheck, target, clock, health);
  }

  private passOn(client: Socket): void {
    const chosen = this.choose();
    if (!chosen?.target.admits()) {
      client.destroy();
      return;
    }
    const { target, sockets } = chosen;
    chosen.given += 1;
    const machine = connect({ host: target.address, port: target.port, allowHalfOpen: true });
    machine.setNoDelay(true);
    splice(client, machine, sockets);
  }

  /** Only what is healthy and has a weight gets anything. */
  private choose(): Pooled | undefined {
    const load = ({ target, sockets, given }: Pooled) => [
      this.options.byLeastConnections ? sockets.size / target.weight : 0,
      given / target.weight,
    ];
    return [...this.pool.values()]
      .filter(({ target, probe }) => target.weight > 0 && healthIn({ probe }) === 'Alive')
      .sort((one, other) => {
        const [open = 0, given = 0] = load(one);
        const [otherOpen = 0, otherGiven = 0] = load(other);
        return open - otherOpen || given - otherGiven;
      })[0];
  }

  private drop(key: string, { probe, sockets }: Pooled): void {
    probe?.stop();
    this.pool.delete(key);
    for (const socket of sockets) socket.destroy();
  }
}

/** Well, where nobody asks. */
function healthIn(pooled: Pick<Pooled, 'probe'> | undefined): Health {
  return pooled?.probe?.state ?? 'Alive';
}

function keyOf({ instanceId, port }: Pick<BalancedTarget, 'instanceId' | 'port'>): string {
  return `${instanceId}:${port}`;
}
