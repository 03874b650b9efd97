import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Clock } from '../../gateway/engine/clock';
import { MachineError } from './machine';

export interface RedisDefinition {
  /** Its private address, which is one of the loopback network. */
  readonly address: string;
  readonly port: number;
  readonly password: string;
  readonly memoryMb: number;
}

const PROGRAM = 'redis-server';
/**
 * Runs the program and waits until standard input ends, as it does however this cloud ends; then
 * ends the program. Until then its number is nobody else's, since nobody has waited for it.
 */
const KEEPER = '"$@" & child=$!; exec >&-; read -r _; kill -9 $child; wait $child';
const READY = 'Ready to accept connections';
/** Before a server that has ended by itself is started again. */
const RESTART_MS = 1_000;
/** Of what it says before it is ready, this much goes into the error. */
const LAST_WORDS = 500;

/** A real Redis server that keeps nothing on disk, started again whenever it ends by itself. */
export class RedisProcess {
  private child: ChildProcess | undefined;
  private isWanted = true;

  private constructor(
    private readonly home: string,
    private readonly clock: Clock,
  ) {}

  /** Resolves once clients can connect; rejects with a MachineError, and has then left nothing. */
  static async start(definition: RedisDefinition, clock: Clock): Promise<RedisProcess> {
    const home = await mkdtemp(path.join(tmpdir(), 'scf-chat-redis-'));
    const server = new RedisProcess(home, clock);
    try {
      // Not on the command line, which every user of this machine can read.
      await writeFile(server.configuration, configurationOf(definition, home), { mode: 0o600 });
      await server.run();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Ends it at once. */
  async stop(): Promise<void> {
    this.isWanted = false;
    const { child } = this;
    if (child?.exitCode === null && child.signalCode === null) {
      const closed = once(child, 'close');
      child.stdin?.end();
      await closed;
    }
    await rm(this.home, { recursive: true, force: true });
  }

  private get configuration(): string {
    return path.join(this.home, 'redis.conf');
  }

  private async run(): Promise<void> {
    const child = spawn('sh', ['-c', KEEPER, 'sh', PROGRAM, this.configuration], {
      env: { PATH: process.env['PATH'] },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child = child;
    const said = await firstWords(child);
    if (!said.includes(READY)) throw new MachineError(whyNot(said));
    // The pipe ends with the server, while its keeper waits on.
    child.stdout.once('end', () => {
      child.stdin.end();
      this.clock.after(RESTART_MS, () => {
        if (this.isWanted) this.run().catch(() => undefined);
      });
    });
    child.stdout.resume();
  }
}

/** What it says until it is ready, or until it has ended. */
function firstWords(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-LAST_WORDS);
      if (said.includes(READY)) resolve(said);
    };
    child.stdout?.on('data', hear).once('end', () => resolve(said));
    child.stderr?.on('data', hear);
    child.once('error', () => resolve(said));
  });
}

function whyNot(said: string): string {
  const isMissing = said === '' || /not found|No such file/.test(said);
  return isMissing
    ? 'There is no redis-server on this machine, which is what TencentDB for Redis is here. ' +
        "To fix it: install it (apt install redis-server, or brew install redis), or set gatewayNodes to 1 in the stack's file, such as Pulumi.local.yaml"
    : `redis-server did not start: ${said.trim()}`;
}

function configurationOf(
  { address, port, password, memoryMb }: RedisDefinition,
  home: string,
): string {
  return [
    `bind ${address}`,
    `port ${port}`,
    `requirepass ${password}`,
    `maxmemory ${memoryMb}mb`,
    `dir ${home}`,
    'save ""',
    '',
  ].join('\n');
}
