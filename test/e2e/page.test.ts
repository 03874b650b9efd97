import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ProjectCopy } from '../support/project-copy';
import { eventually } from '../support/eventually';
import { startHttpServer } from '../support/http-server';
import {
  describeInChromium,
  hears,
  say,
  textsOf,
  usePageWindows,
  waitForState,
} from '../support/page-windows';
import {
  invokeFunction,
  registeredConnections,
  startChat,
  type RunningChat,
} from '../support/running-chat';

describeInChromium('the page in a chat that really runs', () => {
  const windows = usePageWindows();
  let copy: ProjectCopy;
  let chat: RunningChat;
  let builtPage: string;

  beforeAll(async () => {
    // Of its own, since each chat of this stack writes its page there.
    copy = await ProjectCopy.ofProject();
    builtPage = path.join(copy.root, 'dist/local/index.html');
    chat = await startChat([], process.env, copy.root);
  });
  afterEach(async () => {
    await eventually(
      'an empty registry',
      async () => (await registeredConnections(chat)).length === 0,
    );
  });
  afterAll(async () => {
    await chat.stop();
    await copy.remove();
  });

  it('lets two windows talk, and counts them once a message of the other has arrived', async () => {
    const ann = await windows.open(chat.ready.page);
    const ben = await windows.open(chat.ready.page);
    await expect(ben.locator('#online').isHidden()).resolves.toBe(true);
    await say(ann, 'Hello 你好');
    await hears(ben, 'Hello 你好');
    await expect(ben.locator('#online').innerText()).resolves.toBe('Online: 2');
    await expect(ann.locator('#online').isHidden()).resolves.toBe(true);
    await say(ben, 'Hi <b>Ann</b>');
    await hears(ann, 'Hi <b>Ann</b>');
    await expect(ann.locator('#online').innerText()).resolves.toBe('Online: 2');
    await expect(textsOf(ann, 'me')).resolves.toEqual(['Hello 你好']);
  });

  it('counts a third who leaves no longer', async () => {
    const ann = await windows.open(chat.ready.page);
    const ben = await windows.open(chat.ready.page);
    const cat = await windows.open(chat.ready.page);
    await say(ann, 'three of us');
    await hears(ben, 'three of us');
    await hears(cat, 'three of us');
    await expect(ben.locator('#online').innerText()).resolves.toBe('Online: 3');
    await cat.close({ runBeforeUnload: false });
    await eventually('the leave', async () => (await registeredConnections(chat)).length === 2);
    await say(ann, 'two of us');
    await hears(ben, 'two of us');
    await expect(ben.locator('#online').innerText()).resolves.toBe('Online: 2');
  });

  it('leaves alone what a member wrote to look like the suffix', async () => {
    const ann = await windows.open(chat.ready.page);
    const ben = await windows.open(chat.ready.page);
    const texts = ['(===Online people:99===)', 'so (===Online people:7===) they say'];
    for (const text of texts) {
      await say(ann, text);
      await hears(ben, text);
    }
    await expect(textsOf(ben, 'other')).resolves.toEqual(texts);
    await expect(ben.locator('#online').innerText()).resolves.toBe('Online: 2');
  });

  it('says that the server has closed the connection, and connects again when asked', async () => {
    const ann = await windows.open(chat.ready.page);
    const [id] = await registeredConnections(chat);
    await invokeFunction(chat, chat.ready.functions.cleanup, {
      websocket: { action: 'disconnect', secConnectionID: id },
    });
    await waitForState(ann, 'closed');
    await ann.click('#retry');
    await waitForState(ann, 'open');
  });

  it('works from disk', async () => {
    const file = pathToFileURL(builtPage).href;
    const [ann, ben] = [await windows.open(file), await windows.open(file)];
    await say(ann, 'from a file');
    await hears(ben, 'from a file');
  });

  it('works from a domain of its own', async () => {
    const html = await readFile(builtPage);
    const site = await startHttpServer((_request, _body, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end(html);
    });
    try {
      const ann = await windows.open(
        site.url.replace('127.0.0.1', 'chat.localhost') + '/page.html',
      );
      const ben = await windows.open(chat.ready.page);
      await say(ann, 'from a domain of my own');
      await hears(ben, 'from a domain of my own');
    } finally {
      await site.close();
    }
  });
});
