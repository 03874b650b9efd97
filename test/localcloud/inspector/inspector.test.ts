import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { ROOT } from '../../support/program-under-mocks';
import { ChatOnLocalCloud } from '../../support/chat-on-local-cloud';
import { sendRequest, type PlainAnswer } from '../../support/cloud-requests';
import { eventually } from '../../support/eventually';
import type { Changes } from '../../../localcloud/inspector/entry';
import { tokenSubprotocol } from '../../../protocol/access';

describe('the inspector of a local cloud', () => {
  let chat: ChatOnLocalCloud;
  let port: number;
  let token: string;
  beforeAll(async () => {
    chat = await ChatOnLocalCloud.start({ inspector: { root: ROOT } }, { ACCESS_TOKEN: 'sesame' });
    ({ port } = chat);
    const page = await ask('GET', '/_inspector');
    token = /name="inspector-token" content="([^"]+)"/.exec(page.body)?.[1] ?? '';
  });
  afterAll(() => chat.close());
  beforeEach(() => chat.calm());

  function ask(
    method: string,
    target: string,
    headers: Record<string, string> = {},
    body?: string,
  ): Promise<PlainAnswer> {
    const host = `127.0.0.1:${port}`;
    const plain = { method, target, headers: { host, ...headers } };
    return sendRequest(port, body === undefined ? plain : { ...plain, body });
  }

  function wish(name: string, body: object, headers: Record<string, string> = {}) {
    return ask(
      'POST',
      `/_inspector/${name}`,
      { 'x-inspector-token': token, ...headers },
      JSON.stringify(body),
    );
  }

  /** All that one who opens the page now is told. */
  async function everything(): Promise<Changes> {
    const request = get({ host: '127.0.0.1', port, path: '/_inspector/events', agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of response as AsyncIterable<Buffer>) {
      text += chunk.toString();
      if (text.endsWith('\n\n')) break;
    }
    const data = /^event: all\ndata: (.*)$/m.exec(text)?.[1] ?? '{}';
    return JSON.parse(data) as Changes;
  }

  const join = () => chat.join(tokenSubprotocol('sesame'));

  it('is a page that needs nothing from elsewhere and cannot be framed', async () => {
    const page = await ask('GET', '/_inspector');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    for (const [, target = ''] of page.body.matchAll(/(?:src|href)="(\/[^"]*)"/g)) {
      expect((await ask('GET', target)).status).toBe(200);
    }
  });

  it('shows a message and all that it brings about', async () => {
    const [ann, ben] = [await join(), await join()];
    await chat.broadcast(ann, 'hello');
    const { entries, opened } = await everything();
    expect(opened).toHaveLength(2);
    const call = entries.findLast(
      ({ kind, title }) => kind === 'call' && title.includes('data send'),
    );
    expect(call).toMatchObject({ outcome: 'ok', replayable: 'transport' });
    expect(call?.payload).toContain('hello');
    expect(call?.log).toMatch(/^START RequestId: [^]*\nReport RequestId: /);
    const parts = entries.filter((entry) => entry.call === call?.id);
    expect(parts.map(({ kind }) => kind)).toEqual(['cos', 'push-back']);
    expect(parts[1]).toMatchObject({ outcome: 'ok', result: '200, errNo 0' });
    expect(parts[1]?.payload).toContain('hello(===Online people:2===)');
    await eventually('the message', () => ben.frames.length > 0);
  });

  it('shows no token, no key of a role and not its own', async () => {
    await join();
    const text = JSON.stringify(await everything());
    expect(text).toContain('scf-chat.token.[hidden]');
    expect(text).not.toContain(tokenSubprotocol('sesame'));
    expect(text).not.toContain(token);
  });

  it('replays an event as it was, its token included', async () => {
    await join();
    const { entries } = await everything();
    const call = entries.findLast(({ title }) => title === 'register ← connecting');
    const before = chat.answers('register').length;
    expect((await wish('replay', { entry: call?.id, functionName: 'register' })).status).toBe(204);
    await eventually('the replay', () => chat.answers('register').length > before);
    expect(chat.answers('register').at(-1)).toMatchObject({ errNo: 0 });
  });

  it('calls a function with an event that was written for it', async () => {
    const before = chat.answers('transport').length;
    const event = JSON.stringify({ websocket: { action: 'sweep' } });
    expect((await wish('replay', { functionName: 'transport', event })).status).toBe(204);
    await eventually('the call', () => chat.answers('transport').length > before);
    expect(chat.answers('transport').at(-1)).toHaveProperty('registered');
  });

  it('closes a connection', async () => {
    const ann = await join();
    const id = (await everything()).opened.at(-1)?.id;
    expect((await wish('close', { connection: id })).status).toBe(204);
    await eventually('the close', () => ann.closeCode === 1000);
    expect(await wish('close', { connection: id })).toMatchObject({
      status: 400,
      body: 'It is no longer open.\n',
    });
  });

  it('sets faults, and takes them all away', async () => {
    await wish('faults', { pushBack: 429, functions: { cleanup: 'crash' } });
    expect(chat.faults).toEqual({ pushBack: 429, functions: { cleanup: 'crash' } });
    expect((await everything()).faults).toEqual(chat.faults);
    await wish('faults', {});
    expect(chat.faults).toEqual({});
  });

  it('says what is wrong with a wish, and changes nothing', async () => {
    const answers = [
      await wish('faults', { pushBack: 418 }),
      await wish('faults', { gravity: true }),
      await wish('replay', { functionName: 'nobody', event: '{}' }),
      await ask('POST', '/_inspector/close', { 'x-inspector-token': token }, 'not JSON'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    expect(answers[0]?.body).toContain('pushBack');
    expect(answers[3]?.body).toContain('not JSON');
    expect(chat.faults).toEqual({});
    expect((await wish('magic', {})).status).toBe(404);
  });

  it('forgets the timeline when asked to', async () => {
    await join();
    await wish('clear', {});
    expect((await everything()).entries).toEqual([]);
  });

  describe('is closed to other pages', () => {
    it('that do not have its token', async () => {
      for (const wrong of ['', 'guess', `${token}x`]) {
        const { status } = await wish('faults', { pushBack: 429 }, { 'x-inspector-token': wrong });
        expect(status).toBe(403);
      }
      expect(chat.faults).toEqual({});
    });

    it('that have another origin, whatever else they send', async () => {
      const origins = ['http://evil.example', 'null', `http://localhost:${port + 1}`];
      for (const origin of origins) {
        expect((await wish('faults', { pushBack: 429 }, { origin })).status).toBe(403);
        expect((await ask('GET', '/_inspector/events', { origin })).status).toBe(403);
      }
      expect(chat.faults).toEqual({});
    });

    it('that a browser calls from elsewhere', async () => {
      for (const site of ['cross-site', 'same-site']) {
        const headers = { 'sec-fetch-site': site };
        expect((await ask('GET', '/_inspector/events', headers)).status).toBe(403);
      }
    });

    it('that have had a name bound to this machine', async () => {
      const headers = { host: `evil.example:${port}`, origin: `http://evil.example:${port}` };
      expect((await ask('GET', '/_inspector', headers)).status).toBe(403);
      expect((await wish('faults', { pushBack: 429 }, headers)).status).toBe(403);
      expect(chat.faults).toEqual({});
    });
  });
});
