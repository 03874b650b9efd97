import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { bundleGateway } from '../../infra/bundle/gateway';

const ROOT = path.join(__dirname, '..', '..');

/** For tests only, of course. */
export const PUSH_BACK_SECRET = 'a-secret-for-tests-that-nobody-can-guess';

export type LogLine = Readonly<Record<string, unknown>> & { readonly event: string };

/** The gateway as people run it: one built file, in processes of its own. */
export class GatewayProgram {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'gateway-program-'));
  readonly file = path.join(this.folder, 'gateway.mjs');
  readonly #nodes = new Set<GatewayProcess>();

  static async build(): Promise<GatewayProgram> {
    const program = new GatewayProgram();
    writeFileSync(program.file, await bundleGateway(ROOT));
    return program;
  }

  /** Starts a node on free ports and waits until it is ready. */
  async start(environment: Readonly<Record<string, string>>): Promise<GatewayProcess> {
    const node = this.spawn(['--json'], {
      GATEWAY_LISTEN: '127.0.0.1:0',
      GATEWAY_PUSH_BACK_LISTEN: '127.0.0.1:0',
      GATEWAY_PUSH_BACK_SECRET: PUSH_BACK_SECRET,
      GATEWAY_DRAIN_TIME: '0',
      ...environment,
    });
    await node.untilReady();
    return node;
  }

  /** Runs it with these arguments and no other environment. */
  spawn(args: readonly string[], environment: Readonly<Record<string, string>>): GatewayProcess {
    const child = spawn(process.execPath, [this.file, ...args], {
      cwd: this.folder,
      env: { ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const node = new GatewayProcess(child);
    this.#nodes.add(node);
    return node;
  }

  /** Ends all that still runs, at once. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.#nodes].map((node) => node.kill()));
    this.#nodes.clear();
  }

  /** Does so and removes the file. */
  async remove(): Promise<void> {
    await this.stopAll();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class GatewayProcess {
  readonly stdout: string[] = [];
  readonly stderr: string[] = [];
  readonly #ended: Promise<unknown>;

  constructor(readonly process: ChildProcess) {
    const { stdout, stderr } = process;
    if (!stdout || !stderr) throw new Error('a gateway process needs pipes');
    createInterface({ input: stdout }).on('line', (line) => this.stdout.push(line));
    createInterface({ input: stderr }).on('line', (line) => this.stderr.push(line));
    this.#ended = once(process, 'close');
  }

  get wsUrl(): string {
    return this.#ready.wsUrl;
  }

  get pushBackUrl(): string {
    return this.#ready.pushBackUrl;
  }

  /** `http://127.0.0.1:<port>` of the push-back side, where /metrics is too. */
  get pushBackOrigin(): string {
    return new URL(this.pushBackUrl).origin;
  }

  get logs(): LogLine[] {
    return this.stderr.map((line) => JSON.parse(line) as LogLine);
  }

  /** Rejects with what it wrote where it ends before. */
  async untilReady(): Promise<void> {
    await Promise.race([once(this.process.stdout ?? this.process, 'data'), this.#ended]);
    if (this.process.exitCode !== null) throw new Error(this.stderr.join('\n'));
  }

  /** The value of a metric, by its name with its labels; 0 where it is not there yet. */
  async metric(name: string): Promise<number> {
    const page = await (await fetch(`${this.pushBackOrigin}/metrics`)).text();
    const line = page.split('\n').find((text) => text.startsWith(`${name} `));
    return Number(line?.slice(name.length) ?? 0);
  }

  push(body: unknown): Promise<{ status: number; body: unknown }> {
    return postJson(this.pushBackUrl, body);
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  /** Gives the exit code, or null where a signal ended it. */
  async untilEnd(): Promise<number | null> {
    await this.#ended;
    return this.process.exitCode;
  }

  /** Asks it to stop, as systemd does. */
  stop(): Promise<number | null> {
    this.signal('SIGTERM');
    return this.untilEnd();
  }

  async kill(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) this.signal('SIGKILL');
    await this.#ended;
  }

  get #ready(): { readonly wsUrl: string; readonly pushBackUrl: string } {
    return JSON.parse(this.stdout[0] ?? '{}') as { wsUrl: string; pushBackUrl: string };
  }
}

/** POSTs a push-back; gives the status, and the body as JSON where it is JSON. */
export async function postJson(
  url: string,
  body: unknown,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
}
