import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WebSocket } from 'ws';
import { HEARTBEAT_FRAME } from '../../protocol/chat';
import { eventually } from '../support/eventually';
import { ROOT } from '../support/program-under-mocks';
import {
  invokeFunction,
  joinChat,
  registeredConnections,
  runCommand,
  startChat,
  type Member,
  type RunningChat,
} from '../support/running-chat';

const CROWD = 1000;
/** More at once would overflow the listen queue of some systems. */
const JOINING_AT_ONCE = 100;

async function pushBack(chat: RunningChat, body: unknown): Promise<unknown> {
  const answer = await fetch(chat.ready.pushBackUrl, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return answer.json();
}

describe('the running chat', () => {
  let chat: RunningChat;
  const members: Member[] = [];

  beforeAll(async () => {
    chat = await startChat();
  });
  afterEach(async () => {
    await Promise.all(members.splice(0).map((member) => member.close()));
    await eventually(
      'an empty registry',
      async () => (await registeredConnections(chat)).length === 0,
    );
  });
  afterAll(() => chat.stop());

  async function join(): Promise<Member> {
    const member = await joinChat(chat.ready.wsUrl);
    members.push(member);
    return member;
  }

  it('says where everything is, in one line', () => {
    expect(chat.ready).toEqual({
      event: 'ready',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
      page: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/) as string,
      wsUrl: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/release\/$/) as string,
      pushBackUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/api-[a-z0-9]+$/) as string,
      bucket: 'scf-chat-local-1250000000',
      functions: {
        register: 'scf-chat-local-register',
        transport: 'scf-chat-local-transport',
        cleanup: 'scf-chat-local-cleanup',
      },
      cloud: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
      inspector: `${chat.ready.cloud}/_inspector`,
      gateway: 'api-gateway',
      env: expect.objectContaining({
        HTTP_PROXY: chat.ready.cloud,
        TENCENTCLOUD_PROTOCOL: 'HTTP',
        TENCENTCLOUD_REGION: 'ap-guangzhou',
        TENCENTCLOUD_COS_DOMAIN: 'http://cos.ap-guangzhou.myqcloud.com',
        TENCENTCLOUD_SECRET_ID: expect.stringMatching(/^AKIDLOCAL/) as string,
        TENCENTCLOUD_SECRET_KEY: expect.any(String) as string,
      }) as unknown,
      startedInMs: expect.any(Number) as number,
    });
  });

  it('has made all sixteen resources, the service first', () => {
    const created = chat.lines.filter(({ event }) => event === 'created');
    expect(created).toHaveLength(16);
    expect(created[0]).toMatchObject({ name: 'gateway' });
    expect(String(created[0]?.['type'])).toContain('ApiGatewayService');
  });

  it('serves the page with the URL in it', async () => {
    const page = await fetch(chat.ready.page);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await page.text()).toContain(chat.ready.wsUrl);
  });

  it('passes a message on to every other member, with the number online, and not to its sender', async () => {
    const [ann, ben, cat] = [await join(), await join(), await join()];
    ann.socket.send('你好, all');
    await eventually('the message', () => ben.received.length + cat.received.length === 2);
    expect(ben.received).toEqual(['你好, all(===Online people:3===)']);
    expect(cat.received).toEqual(ben.received);
    expect(ann.received).toEqual([]);
  });

  it('forgets a member who leaves', async () => {
    const [ann, ben, cat] = [await join(), await join(), await join()];
    await expect(registeredConnections(chat)).resolves.toHaveLength(3);
    await cat.close();
    await eventually('the leave', async () => (await registeredConnections(chat)).length === 2);
    ann.socket.send('who is here?');
    await eventually('the message', () => ben.received.length === 1);
    expect(ben.received).toEqual(['who is here?(===Online people:2===)']);
  });

  it('disconnects a member whom an operator removes by calling cleanup', async () => {
    const [ann, ben] = [await join(), await join()];
    const [id] = await registeredConnections(chat);
    const answer = await invokeFunction(chat, chat.ready.functions.cleanup, {
      websocket: { action: 'disconnect', secConnectionID: id },
    });
    expect(answer).toMatchObject({ errNo: 0 });
    await eventually('the removed one to be closed', () =>
      [ann, ben].some(({ socket }) => socket.readyState === WebSocket.CLOSED),
    );
    await expect(registeredConnections(chat)).resolves.toHaveLength(1);
  });

  it('echoes the subprotocol, and passes binary frames on as they are', async () => {
    const [ann, ben] = [await join(), await join()];
    expect(ann.socket.protocol).toBe('scf-chat');
    ann.socket.send(Buffer.from([0, 255, 16, 128]));
    await eventually('the bytes', () => ben.received.length === 1);
    expect(ben.received).toEqual(['00ff1080']);
  });

  it('keeps a heartbeat to itself', async () => {
    const [ann, ben] = [await join(), await join()];
    ann.socket.send(HEARTBEAT_FRAME);
    ann.socket.send('after the heartbeat');
    await eventually('the message', () => ben.received.length > 0);
    expect(ben.received).toEqual(['after the heartbeat(===Online people:2===)']);
  });

  it('survives what is malformed, and says what was expected', async () => {
    const [ann, ben] = [await join(), await join()];
    await expect(pushBack(chat, 'no JSON')).resolves.toMatchObject({ errNo: 302 });
    await expect(pushBack(chat, { websocket: { action: 'dance' } })).resolves.toMatchObject({
      errNo: 302,
    });
    const unknown = { action: 'closing', secConnectionID: 'bm9ib2R5' };
    await expect(pushBack(chat, { websocket: unknown })).resolves.toMatchObject({ errNo: 301 });
    const wrongPath = new WebSocket(chat.ready.wsUrl.replace('/release/', '/nowhere/'));
    await expect(
      new Promise((resolve) => wrongPath.once('error', (error) => resolve(error.message))),
    ).resolves.toContain('404');

    ann.socket.send('still fine');
    await eventually('the message', () => ben.received.length === 1);
    expect(ben.received).toEqual(['still fine(===Online people:2===)']);
  });

  it(`reaches every one of ${CROWD} members with one message`, async () => {
    const crowd: Member[] = [];
    while (crowd.length < CROWD) {
      crowd.push(...(await Promise.all(Array.from({ length: JOINING_AT_ONCE }, join))));
    }
    await expect(registeredConnections(chat)).resolves.toHaveLength(CROWD);
    crowd[0]?.socket.send('to all of you');
    await eventually('everybody', () =>
      crowd.slice(1).every(({ received }) => received.length > 0),
    );
    const texts = new Set(crowd.slice(1).flatMap(({ received }) => received));
    expect([...texts]).toEqual([`to all of you(===Online people:${CROWD}===)`]);
    expect(crowd.slice(1).every(({ received }) => received.length === 1)).toBe(true);
  });
});

describe('starting and stopping', () => {
  /** The place of temporary files for the processes of this test alone. */
  let temporary: string;
  beforeEach(() => {
    temporary = mkdtempSync(path.join(tmpdir(), 'starting-and-stopping-'));
  });
  afterEach(() => rmSync(temporary, { recursive: true }));

  it('prints nothing but JSON lines, which hold no message text', async () => {
    const chat = await startChat();
    const [ann, ben] = [await joinChat(chat.ready.wsUrl), await joinChat(chat.ready.wsUrl)];
    ann.socket.send('a secret word');
    await eventually('the line of the message', () =>
      chat.lines.some(({ event }) => event === 'message'),
    );
    expect(chat.lines.find(({ event }) => event === 'message')).toMatchObject({
      open: 2,
      reached: 1,
      others: 1,
    });
    expect(JSON.stringify(chat.lines)).not.toContain('a secret word');
    expect(ben.received).toHaveLength(1);
    await expect(chat.stop()).resolves.toBe(0);
    expect(chat.lines.at(-1)).toEqual({ event: 'stopped' });
  });

  it('leaves no temporary folder and no open port after Ctrl-C, and starts again', async () => {
    const first = await startChat([], { ...process.env, TMPDIR: temporary });
    expect(readdirSync(temporary)).toHaveLength(1);
    const { port } = new URL(first.ready.cloud);
    await expect(first.stop()).resolves.toBe(0);
    expect(readdirSync(temporary)).toEqual([]);

    const second = await startChat(['--port', port]);
    expect(second.ready.cloud).toBe(first.ready.cloud);
    await expect(second.stop()).resolves.toBe(0);
  });

  it('ends at once at a Ctrl-C while it deploys, and leaves nothing behind', async () => {
    const args = [path.join(ROOT, 'bin/scf-chat'), 'start', '--json', '--port', '0'];
    const child = spawn(process.execPath, args, { env: { ...process.env, TMPDIR: temporary } });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await eventually('the first resource', () => stdout.includes('"event":"created"'));
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number];
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/{"event":"stopped"}\n$/);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('stops when nobody reads what it prints any more', async () => {
    const chat = await startChat([], { ...process.env, TMPDIR: temporary });
    chat.process.stdout?.destroy();
    const member = await joinChat(chat.ready.wsUrl);
    await member.close();
    await expect(chat.ended).resolves.toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('adds the delays it is asked for', async () => {
    const chat = await startChat(['--delay', 'push-back=150,cos=50']);
    const [ann, ben] = [await joinChat(chat.ready.wsUrl), await joinChat(chat.ready.wsUrl)];
    ann.socket.send('slowly');
    await eventually('the message', () => ben.received.length === 1);
    await eventually('its line', () => chat.lines.some(({ event }) => event === 'message'));
    const line = chat.lines.find(({ event }) => event === 'message');
    expect(Number(line?.['durationMs'])).toBeGreaterThanOrEqual(200);
    await chat.stop();
  });

  it('makes the trouble that it is asked for', async () => {
    const faults = ['--fault', 'tcp-drop=1000', '--fault', 'function-crash=transport'];
    const chat = await startChat(faults);
    const ann = await joinChat(chat.ready.wsUrl);
    ann.socket.send('lost');
    const ben = await joinChat(chat.ready.wsUrl);
    await eventually('both ends', () =>
      [ann, ben].every(({ socket }) => socket.readyState === WebSocket.CLOSED),
    );
    await eventually('both lines', () =>
      ['transport: 439', 'lost'].every((reason) =>
        chat.lines.some((line) => String(line['reason']).includes(reason)),
      ),
    );
    await expect(chat.stop()).resolves.toBe(0);
  });

  it('is not led to another cloud by what the terminal exports', async () => {
    const chat = await startChat([], {
      ...process.env,
      TENCENTCLOUD_SECRET_ID: 'AKIDEXAMPLE',
      TENCENTCLOUD_SECRET_KEY: 'examplekey',
      TENCENTCLOUD_DOMAIN: 'elsewhere.invalid',
      HTTP_PROXY: 'http://127.0.0.1:9',
      http_proxy: 'http://127.0.0.1:9',
    });
    expect(chat.ready.env['TENCENTCLOUD_SECRET_ID']).toMatch(/^AKIDLOCAL/);
    await chat.stop();
  });

  it('refuses a port that is taken, in one message', async () => {
    const chat = await startChat();
    const { port } = new URL(chat.ready.cloud);
    const result = await runCommand(['start', '--port', port]);
    expect(result).toEqual({
      code: 1,
      stdout: '',
      stderr: `Port ${port} is taken by another program.\nTo fix it: end that program, choose another port, or leave --port out to get a free one.\n`,
    });
    await chat.stop();
  });

  it('ends where the gateway is refused, as on Tencent today, and leaves nothing behind', async () => {
    const { code, stdout, stderr } = await runCommand(
      ['start', '--json', '--port', '0', '--retired'],
      ROOT,
      { ...process.env, TMPDIR: temporary },
    );
    expect(code).toBe(1);
    expect(stdout).not.toContain('"created"');
    expect(stderr).toMatch(/^The cloud refused to create ApiGatewayService gateway: .*2024-07-01/);
    expect(stderr).toMatch(/^To fix it: write scf-chat:gateway: machine into Pulumi\.local\.yaml/m);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(temporary)).toEqual([]);
  });
});
