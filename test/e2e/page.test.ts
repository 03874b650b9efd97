import type { Browser, Page } from 'playwright-core';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromiumPath, launchChromium } from '../support/chromium';
import { eventually } from '../support/eventually';
import { ROOT } from '../support/program-under-mocks';
import {
  invokeFunction,
  registeredConnections,
  startChat,
  type RunningChat,
} from '../support/running-chat';

jest.setTimeout(60_000);

const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;
if (chromiumPath === undefined) {
  console.warn('The browser tests are skipped: there is no Chromium (CHROMIUM_PATH can name one).');
}

describeInBrowser('the page in Chromium', () => {
  let chat: RunningChat;
  let browser: Browser;
  const problems: string[] = [];

  beforeAll(async () => {
    [chat, browser] = await Promise.all([startChat(), launchChromium(chromiumPath ?? '')]);
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await eventually(
      'an empty registry',
      async () => (await registeredConnections(chat)).length === 0,
    );
    expect(problems.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await chat.stop();
  });

  /** One window of one person, connected. */
  async function openPage(url = chat.ready.page): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-US' });
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') {
        problems.push(message.text());
      }
    });
    page.on('request', (request) => {
      if (request.url() !== url && !request.url().startsWith('data:')) {
        problems.push(`a request to ${request.url()}`);
      }
    });
    await page.goto(url);
    await page.waitForSelector('#state[data-state=open]');
    return page;
  }

  async function say(page: Page, text: string): Promise<void> {
    await page.fill('#text', text);
    await page.press('#text', 'Enter');
  }

  async function hears(page: Page, text: string): Promise<void> {
    await page.locator('.message[data-from=other] .text', { hasText: text }).waitFor();
  }

  async function online(page: Page): Promise<string | null> {
    return page.getAttribute('#online', 'data-online');
  }

  it('lets two windows talk, and counts them once a message of the other has arrived', async () => {
    const [ann, ben] = [await openPage(), await openPage()];
    await expect(online(ben)).resolves.toBe('unknown');
    await say(ann, 'Hello 你好');
    await hears(ben, 'Hello 你好');
    await expect(online(ben)).resolves.toBe('2');
    await expect(online(ann)).resolves.toBe('unknown');
    await say(ben, 'Hi <b>Ann</b>');
    await hears(ann, 'Hi <b>Ann</b>');
    await expect(online(ann)).resolves.toBe('2');
    await expect(ann.locator('.message[data-from=me] .text').allTextContents()).resolves.toEqual([
      'Hello 你好',
    ]);
  });

  it('counts a third who leaves no longer', async () => {
    const [ann, ben, cat] = [await openPage(), await openPage(), await openPage()];
    await say(ann, 'three of us');
    await hears(ben, 'three of us');
    await hears(cat, 'three of us');
    await expect(online(ben)).resolves.toBe('3');
    await cat.close({ runBeforeUnload: false });
    await eventually('the leave', async () => (await registeredConnections(chat)).length === 2);
    await say(ann, 'two of us');
    await hears(ben, 'two of us');
    await expect(online(ben)).resolves.toBe('2');
  });

  it('says that the server has closed the connection, and connects again when asked', async () => {
    const ann = await openPage();
    const [id] = await registeredConnections(chat);
    await invokeFunction(chat, chat.ready.functions.cleanup, {
      websocket: { action: 'disconnect', secConnectionID: id },
    });
    await ann.waitForSelector('#state[data-state=closed]');
    await ann.click('#retry');
    await ann.waitForSelector('#state[data-state=open]');
  });

  it('works from disk', async () => {
    const file = pathToFileURL(path.join(ROOT, 'dist/local/index.html')).href;
    const [ann, ben] = [await openPage(file), await openPage(file)];
    await say(ann, 'from a file');
    await hears(ben, 'from a file');
  });
});
