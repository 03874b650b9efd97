import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildFunctions } from '../../infra/bundle/functions';
import { buildGateway } from '../../infra/bundle/gateway';
import { unpack } from '../../localcloud/runtime/unpack';
import { toConnectionId } from '../../protocol/connection-id';
import { ChatOnLocalCloud } from '../support/chat-on-local-cloud';
import { eventually } from '../support/eventually';
import { ROOT } from '../support/program-under-mocks';
import {
  invokeFunction,
  joinChat,
  registeredConnections,
  startChat,
} from '../support/running-chat';

const MESSAGE = 'a word between us';

/** Which of the secrets, by name, stand in a text. */
function found(text: string, secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    if (secret.length < 8) throw new Error(`${name} is too short to look for`);
    const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64url')];
    return forms.some((form) => text.includes(form)) ? [name] : [];
  });
}

it('finds a secret in each form that it may take', () => {
  const id = 'q3Zt+o/1TqKc0b9mS4x8Yw==';
  const forms = [id, encodeURIComponent(id), Buffer.from(id).toString('base64url')];
  expect(forms.map((form) => found(`<${form}>`, { id }))).toEqual([['id'], ['id'], ['id']]);
});

describe('a running chat', () => {
  it('shows keys, push-back URL and ids in no line but the one that is asked for, nor in the page', async () => {
    const chat = await startChat();
    let stderr = '';
    chat.process.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const { env, pushBackUrl } = chat.ready;
    const [ann, ben] = [await joinChat(chat.ready.wsUrl), await joinChat(chat.ready.wsUrl)];
    const ids = await registeredConnections(chat);
    const secrets = {
      'secret key': env['TENCENTCLOUD_SECRET_KEY'] ?? '',
      'push-back URL': pushBackUrl,
      'path of the push-back URL': new URL(pushBackUrl).pathname,
      message: MESSAGE,
      ...Object.fromEntries(ids.map((id, at) => [`id ${at}`, id])),
    };
    ann.socket.send(MESSAGE);
    await eventually('the message', () => ben.received.length === 1);
    await invokeFunction(chat, chat.ready.functions.cleanup, { websocket: { action: 'none' } });
    const page = await (await fetch(chat.ready.page)).text();
    await Promise.all([ann.close(), ben.close()]);
    await chat.stop();

    const lines = chat.lines.filter(({ event }) => event !== 'ready');
    expect(lines.length).toBeGreaterThan(16);
    expect(found(JSON.stringify(lines), secrets)).toEqual([]);
    expect(found(page, secrets)).toEqual([]);
    expect(found(stderr, secrets)).toEqual([]);
    expect(page).toContain(chat.ready.wsUrl);
    expect(page).toMatch(/<meta http-equiv="Content-Security-Policy"/);
  });

  it('prints neither keys nor the push-back URL for people', async () => {
    const child = spawn(process.execPath, [
      path.join(ROOT, 'bin/scf-chat'),
      'start',
      '--port',
      '0',
    ]);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    await eventually('the chat', () => output.includes('WebSocket'));
    child.kill('SIGINT');
    await once(child, 'close');
    expect(output).not.toMatch(/AKID|api-[a-z0-9]{8}|SECRET/i);
  });
});

it('the logs of the functions hold no key, push-back URL, id or message, whatever fails', async () => {
  const chat = await ChatOnLocalCloud.start();
  const stale = toConnectionId('c3RhbGU+c3RhbGU/AA==');
  try {
    const [ann, ben] = [await chat.join(), await chat.join()];
    await chat.registerStale(stale);
    const ids = await chat.registered();
    await chat.broadcast(ann, MESSAGE);
    chat.faults.clockSkewMs = 61_000;
    await chat.broadcast(ann, MESSAGE);
    for (const pushBack of [404, 429, 500] as const) {
      chat.faults.pushBack = pushBack;
      await chat.broadcast(await chat.join(), MESSAGE);
    }
    chat.faults.cosUnavailable = 1;
    await expect(chat.join()).rejects.toThrow('403');
    await chat.invoke('cleanup', { websocket: { action: 'disconnect', secConnectionID: ids[0] } });
    await chat.invoke('transport', { websocket: { action: MESSAGE, secConnectionID: ids[0] } });
    ben.webSocket.close();

    const logs = chat.events.flatMap((event) =>
      event.type === 'invocation' ? [event.result.log] : [],
    );
    expect(logs.length).toBeGreaterThan(10);
    const { host, pathname } = new URL(chat.pushBackUrl);
    const secrets = {
      'push-back host': host,
      'push-back path': pathname,
      message: MESSAGE,
      ...Object.fromEntries(ids.map((id, at) => [`id ${at}`, id])),
    };
    expect(found(logs.join('\n'), secrets)).toEqual([]);
    expect(logs.join('\n')).not.toMatch(/AKIDLOCAL|SessionToken|Authorization/i);
  } finally {
    await chat.close();
  }
});

it('what is uploaded, and the gateway, hold no key and no push-back URL', async () => {
  const zips = await buildFunctions(ROOT);
  const folder = await mkdtemp(path.join(tmpdir(), 'uploaded-'));
  try {
    const texts = [await readFile(path.join(ROOT, (await buildGateway(ROOT)).path), 'utf8')];
    for (const { path: file } of Object.values(zips)) {
      const code = await unpack(await readFile(path.join(ROOT, file)), folder, 'index.js');
      expect(await readdir(code)).toEqual(['index.js']);
      texts.push(await readFile(path.join(code, 'index.js'), 'utf8'));
    }
    for (const text of texts) {
      expect(text.length).toBeGreaterThan(1000);
      expect(text).not.toMatch(/AKID[A-Za-z0-9]{8}/);
      expect(text).not.toMatch(/\/api-[a-z0-9]{8}/);
      expect(text).not.toContain('PUSH_BACK_URL=');
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
