import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './free-port';

/** Whether this machine has a Redis server; the tests that need one are skipped where it has none. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

export const NO_REDIS = 'there is no redis-server on this machine';

/** A real Redis on a free port, with nothing in it; it keeps nothing on disk unless told. */
export class RedisServer {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'redis-server-'));
  #process: ChildProcess | undefined;

  private constructor(
    private readonly port: number,
    private readonly isDurable: boolean,
    private readonly hasSlots: boolean,
  ) {}

  /** With `hasSlots` it refuses commands whose keys are not in one slot, as Redis Cluster does. */
  static async start({ isDurable = false, hasSlots = false } = {}): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), isDurable, hasSlots);
    await server.begin();
    if (hasSlots) await server.tell('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async begin(): Promise<void> {
    const args = [
      ...['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#folder],
      ...['--save', '', '--appendonly', this.isDurable ? 'yes' : 'no'],
      ...['--cluster-enabled', this.hasSlots ? 'yes' : 'no'],
    ];
    const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#process = child;
    let output = '';
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      output += chunk.toString();
      if (output.includes('Ready to accept connections')) break;
    }
    if (child.exitCode !== null) throw new Error(`redis-server ended: ${output}`);
  }

  /** Has it carry out one command, such as one that a client of its own would not send. */
  async tell(command: string, ...args: readonly string[]): Promise<void> {
    const client = new Redis(this.url);
    try {
      await client.call(command, ...args);
    } finally {
      client.disconnect();
    }
  }

  /** Ends it as a crash does. */
  async crash(): Promise<void> {
    const child = this.#process;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  async remove(): Promise<void> {
    await this.crash();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
