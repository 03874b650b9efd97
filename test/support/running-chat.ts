import { AwsV4Signer } from 'aws4fetch';
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { HttpProxyAgent } from 'http-proxy-agent';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { CommonClient } from 'tencentcloud-sdk-nodejs-common';
import { WebSocket, type ClientOptions } from 'ws';
import type { Ready } from '../../bin/reporters/reporter';
import { connectionIdOf } from '../../functions/registry/key';
import type { ConnectionId } from '../../protocol/connection-id';
import { REGISTRY_PREFIX } from '../../protocol/registry';

const ROOT = path.join(__dirname, '..', '..');

/** One line of `start --json`. */
export type Line = Readonly<Record<string, unknown>> & { readonly event: string };

/** A chat started as a user starts it, in a process of its own. */
export interface RunningChat {
  readonly ready: Ready;
  /** Everything it has printed to stdout so far, parsed. */
  readonly lines: readonly Line[];
  readonly process: ChildProcess;
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number | null>;
  /** Ctrl-C; gives the exit code. */
  stop(): Promise<number | null>;
}

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line to its end, in the project or in a copy of it. */
export async function runCommand(
  args: readonly string[],
  root = ROOT,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<CommandResult> {
  const child = spawn(process.execPath, [path.join(root, 'bin/scf-chat'), ...args], {
    cwd: root,
    env: environment,
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, ...output };
}

/** Starts a chat on a free port, of the project or of a copy of it, and waits until it is ready. */
export async function startChat(
  args: readonly string[] = [],
  environment: NodeJS.ProcessEnv = process.env,
  root = ROOT,
): Promise<RunningChat> {
  const child = spawn(
    process.execPath,
    [path.join(root, 'bin/scf-chat'), 'start', '--json', '--port', '0', ...args],
    { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const lines: Line[] = [];
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'exit').then(() => child.exitCode);
  const ready = await new Promise<Ready>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (json) => {
      const line = JSON.parse(json) as Line;
      lines.push(line);
      if (line.event === 'ready') {
        resolve(line as unknown as Ready);
      }
    });
    void ended.then(() => reject(new Error(`start ended before it was ready.\n${stderr}`)));
  });
  return {
    ready,
    lines,
    process: child,
    ended,
    stop() {
      child.kill('SIGINT');
      return ended;
    },
  };
}

/** The connections in the registry, as the account's owner sees them (the first 1,000). */
export async function registeredConnections({ ready }: RunningChat): Promise<ConnectionId[]> {
  const region = ready.env['TENCENTCLOUD_REGION'] ?? '';
  const host = `${ready.bucket}.cos.${region}.myqcloud.com`;
  const signed = await new AwsV4Signer({
    url: `http://${host}/?prefix=${encodeURIComponent(REGISTRY_PREFIX)}`,
    headers: { 'x-amz-content-sha256': createHash('sha256').digest('hex') },
    accessKeyId: ready.env['TENCENTCLOUD_SECRET_ID'] ?? '',
    secretAccessKey: ready.env['TENCENTCLOUD_SECRET_KEY'] ?? '',
    service: 's3',
    region,
  }).sign();
  const { hostname, port } = new URL(ready.cloud);
  const headers = { ...Object.fromEntries(signed.headers), host };
  const request = http.get({ hostname, port, path: signed.url.href, headers });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const body = await text(response);
  if (response.statusCode !== 200) {
    throw new Error(`COS answered ${response.statusCode ?? 0}: ${body}`);
  }
  return [...body.matchAll(/<Key>([^<]+)<\/Key>/g)].flatMap(
    ([, key = '']) => connectionIdOf(key) ?? [],
  );
}

/** Calls one of the functions as a person would, through SCF's InvokeFunction. */
export async function invokeFunction(
  { ready }: RunningChat,
  functionName: string,
  event: object,
): Promise<unknown> {
  const endpoint = 'scf.tencentcloudapi.com';
  const client = new CommonClient(endpoint, '2018-04-16', {
    credential: {
      secretId: ready.env['TENCENTCLOUD_SECRET_ID'],
      secretKey: ready.env['TENCENTCLOUD_SECRET_KEY'],
    },
    region: ready.env['TENCENTCLOUD_REGION'] ?? '',
    profile: {
      httpProfile: { endpoint, protocol: 'http://', agent: new HttpProxyAgent(ready.cloud) },
    },
  });
  const { Result } = (await client.request('InvokeFunction', {
    FunctionName: functionName,
    Event: JSON.stringify(event),
  })) as { readonly Result: { readonly RetMsg: string } };
  return JSON.parse(Result.RetMsg);
}

/** A member of the chat, with everything it has received. */
export interface Member {
  readonly socket: WebSocket;
  /** Text frames, and binary ones as hex. */
  readonly received: string[];
  close(): Promise<void>;
}

/** Connects a member as the page does, by whatever way leads there. */
export async function joinChat(wsUrl: string, way: ClientOptions = {}): Promise<Member> {
  const socket = new WebSocket(wsUrl, ['scf-chat'], way);
  const received: string[] = [];
  socket.on('message', (data: Buffer, isBinary) =>
    received.push(data.toString(isBinary ? 'hex' : 'utf8')),
  );
  await once(socket, 'open');
  return {
    socket,
    received,
    async close() {
      if (socket.readyState === WebSocket.CLOSED) {
        return;
      }
      const closed = once(socket, 'close');
      socket.close(1000);
      await closed;
    },
  };
}
