import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Stoppable } from '../../process/scope';
import { startProgram } from '../../process/start-program';
import { pushpinSettings, zurlSettings } from './configuration';
import type { BackendProgram } from './backend-program';

/** What the Debian packages `pushpin` and `zurl` bring that is started here. */
const PROGRAMS = ['pushpin', 'zurl'];
const POLL_MS = 50;
const START_MS = 10_000;

/** Pushpin with a chat behind it: the nearest peer in shape, since its members outlive a backend. */
export interface Pushpin extends Stoppable {
  readonly wsUrl: string;
  readonly pids: readonly number[];
}

/** Whether it can be started on this machine. */
export function isPushpinInstalled(): boolean {
  return PROGRAMS.every((program) => spawnSync(program, ['--version']).error === undefined);
}

/** Starts Pushpin, its HTTP client Zurl and a backend, on free ports and in a folder of their own. */
export async function startPushpin(root: string): Promise<Pushpin> {
  const folder = await mkdtemp(path.join(tmpdir(), 'scf-chat-pushpin-'));
  const [clientPort = 0, publishPort = 0] = await freePorts(2);
  const backend = await startProgram<BackendProgram>(root, 'bench/control/pushpin/backend-main.ts');
  const { port } = await backend.ask('listen', { publishPort });
  await Promise.all([
    writeFile(path.join(folder, 'zurl.conf'), zurlSettings(folder)),
    writeFile(path.join(folder, 'routes'), `* 127.0.0.1:${port},over_http\n`),
    writeFile(
      path.join(folder, 'pushpin.conf'),
      pushpinSettings({ folder, clientPort, publishPort }),
    ),
  ]);
  const children = [
    spawn('zurl', [`--config=${path.join(folder, 'zurl.conf')}`], { stdio: 'ignore' }),
    spawn('pushpin', [`--config=${path.join(folder, 'pushpin.conf')}`], { stdio: 'ignore' }),
  ];
  async function stop(): Promise<void> {
    await Promise.all(children.map(end));
    await backend.stop();
    await rm(folder, { recursive: true, force: true });
  }
  try {
    await Promise.all([clientPort, publishPort].map(accepting));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    wsUrl: `ws://127.0.0.1:${clientPort}/`,
    pids: [backend.pid, ...children.map(({ pid = 0 }) => pid)],
    stop,
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Ports that were free a moment ago: Pushpin does not tell which one it took. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Resolves when somebody listens there. */
async function accepting(port: number): Promise<void> {
  const givenUpAt = performance.now() + START_MS;
  while (performance.now() < givenUpAt) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await wait(POLL_MS);
  }
  throw new Error(`Pushpin did not listen on port ${port} within ${START_MS / 1000} s.`);
}
