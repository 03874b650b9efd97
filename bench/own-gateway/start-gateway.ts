import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { buildGateway } from '../../infra/bundle/gateway';
import type { Stoppable } from '../process/scope';

const SECRET_BYTES = 24;
const RESIDENT_MEMORY = /^process_resident_memory_bytes (\d+)$/m;

/** The gateway as people run it: `dist/gateway.mjs` in a process of its own. */
export interface OwnGateway extends Stoppable {
  readonly pid: number;
  readonly wsUrl: string;
  /** With the offer of batches. */
  readonly pushBackUrl: string;
  residentBytes(): Promise<number>;
}

/** Builds and starts it on free ports, with functions behind `<functionsUrl>/<role>`. */
export async function startOwnGateway(root: string, functionsUrl: string): Promise<OwnGateway> {
  const { path: file } = await buildGateway(root);
  const child = spawn(process.execPath, [path.join(root, file), '--json'], {
    env: {
      GATEWAY_LISTEN: '127.0.0.1:0',
      GATEWAY_PUSH_BACK_LISTEN: '127.0.0.1:0',
      GATEWAY_PUSH_BACK_SECRET: randomBytes(SECRET_BYTES).toString('hex'),
      GATEWAY_MESSAGE_RATE: '1000000',
      GATEWAY_PUSH_BACK_RATE: '1000000',
      GATEWAY_DRAIN_TIME: '0',
      GATEWAY_REGISTER: `${functionsUrl}/register`,
      GATEWAY_TRANSPORT: `${functionsUrl}/transport`,
      GATEWAY_CLEANUP: `${functionsUrl}/cleanup`,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const ready = JSON.parse(line) as { readonly wsUrl: string; readonly pushBackUrl: string };
  return {
    ...ready,
    pid: child.pid ?? 0,
    async residentBytes() {
      const metrics = await fetch(new URL('/metrics', ready.pushBackUrl));
      return Number(RESIDENT_MEMORY.exec(await metrics.text())?.[1]);
    },
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
