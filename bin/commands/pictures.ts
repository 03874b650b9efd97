import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startChat, type RunningChat } from '../../bench/process/running-chat';
import { findChromium } from '../chromium-path';
import { CommandError } from '../command-error';
import type { CommandContext } from '../context';
import { launchChromium } from '../launch-chromium';

/** All pictures are of one moment, so that taking them again changes only what has changed. */
const MOMENT = new Date('2026-11-24T10:24:00+08:00');
/** A clock can be stopped at a later moment only. */
const BEFORE = new Date('2026-11-24T10:00:00+08:00');

const WINDOW = { width: 820, height: 600 };
const HALF_WINDOW = { width: 460, height: 580 };
const DESK = { width: 1440, height: 780 };
const PHONE = { width: 375, height: 667 };

const NO_DELAYS = { pushBackMs: 0, cosMs: 0 };

const EN: BrowserContextOptions = { locale: 'en-US', colorScheme: 'light' };
const ZH: BrowserContextOptions = { locale: 'zh-CN', colorScheme: 'light' };

/** What Ann (0) and Ben (1) say to each other. */
const TALK: readonly (readonly [0 | 1, string])[] = [
  [0, 'Hello! Is anybody here?'],
  [1, '在的，你好！'],
  [0, 'One pulumi up, and it was there.'],
  [1, '不用部署两次了？'],
  [0, 'Just once. The push-back URL is an edge of the graph.'],
  [1, '太好了 🎉 文档在 https://www.pulumi.com/docs/'],
];

/** Takes the pictures that README and docs show, from a chat that really runs. */
export async function takePictures({ root }: CommandContext): Promise<void> {
  const chromiumPath = findChromium();
  if (chromiumPath === undefined) {
    throw new CommandError(
      'The pictures need a Chromium, and there is none.\nTo fix it: install one, or name it in CHROMIUM_PATH.',
    );
  }
  const folder = path.join(root, 'docs/images');
  await mkdir(folder, { recursive: true });
  const [chat, browser] = await Promise.all([
    startChat(root, NO_DELAYS),
    launchChromium(chromiumPath),
  ]);
  const album = new Album(chat, browser, folder);
  try {
    // First, while its connections are the first ones.
    await album.takeInspector('inspector', { ...EN, viewport: DESK });
    await album.takeTwoWindows('two-windows');
    await album.takeTalk('light', { ...EN, viewport: WINDOW });
    await album.takeTalk('dark', { ...EN, viewport: WINDOW, colorScheme: 'dark' });
    await album.takeTalk('zh', { ...ZH, viewport: WINDOW });
    await album.takeTalk('phone', { ...EN, viewport: PHONE });
    await album.takeTalk('phone-dark-zh', { ...ZH, viewport: PHONE, colorScheme: 'dark' });
    await album.takeOffline('offline', { ...EN, viewport: WINDOW });
  } finally {
    await browser.close();
    await chat.stop();
  }
}

class Album {
  constructor(
    private readonly chat: RunningChat,
    private readonly browser: Browser,
    private readonly folder: string,
  ) {}

  /** One window of a talk, as Ann sees it. */
  async takeTalk(name: string, options: BrowserContextOptions): Promise<void> {
    const ann = await this.open(options);
    const ben = await this.open(ZH);
    await talk(ann, ben);
    await ann.screenshot({ path: this.fileOf(name) });
    await close(ann, ben);
  }

  /** Two people at their own windows. */
  async takeTwoWindows(name: string): Promise<void> {
    const ann = await this.open({ ...EN, viewport: HALF_WINDOW });
    const ben = await this.open({ ...ZH, viewport: HALF_WINDOW });
    await talk(ann, ben);
    const windows = await Promise.all([ann, ben].map((page) => page.screenshot()));
    const desk = await this.browser.newPage({
      viewport: { width: 2 * HALF_WINDOW.width + 60, height: HALF_WINDOW.height + 40 },
    });
    await desk.setContent(
      `<style>
        body { display: flex; gap: 20px; margin: 20px; background: #cfd8d6 }
        img { border-radius: 10px; box-shadow: 0 4px 16px rgb(0 0 0 / 25%) }
      </style>` +
        windows
          .map((png) => `<img src="data:image/png;base64,${png.toString('base64')}">`)
          .join(''),
    );
    await desk.screenshot({ path: this.fileOf(name) });
    await close(ann, ben, desk);
  }

  /** What the inspector shows of a talk, with the details of a call. */
  async takeInspector(name: string, options: BrowserContextOptions): Promise<void> {
    const context = await this.browser.newContext({ timezoneId: 'Asia/Shanghai', ...options });
    const inspector = await context.newPage();
    await inspector.goto(this.chat.ready.inspector);
    await inspector.locator('#state[data-state=live]').waitFor();
    await inspector.click('#clear');
    const [ann, ben] = [await this.open(options), await this.open(ZH)];
    await talk(ann, ben);
    const call = inspector.locator('.entry[data-kind=call]', { hasText: 'data send' });
    await call.nth(TALK.length - 2).click();
    await inspector.locator('#details .replay').waitFor();
    await inspector.screenshot({ path: this.fileOf(name) });
    await close(inspector, ann, ben);
  }

  /** The chat goes away, and somebody keeps writing. Ends the chat. */
  async takeOffline(name: string, options: BrowserContextOptions): Promise<void> {
    const ann = await this.open(options);
    const ben = await this.open(ZH);
    await talk(ann, ben);
    await this.chat.stop();
    await waitForState(ann, 'waiting');
    // Four attempts fail, so that there is something to count down.
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await ann.clock.fastForward('00:30');
      await waitForState(ann, 'waiting');
    }
    await say(ann, 'This one waits for the connection.');
    await say(ann, 'And this one behind it.');
    await ann.fill('#text', 'A draft is kept, too');
    await ann.screenshot({ path: this.fileOf(name) });
    await close(ann, ben);
  }

  private async open(options: BrowserContextOptions): Promise<Page> {
    const context = await this.browser.newContext({ timezoneId: 'Asia/Shanghai', ...options });
    const page = await context.newPage();
    await page.addInitScript('Math.random = () => 0.9');
    await page.clock.install({ time: BEFORE });
    await page.clock.pauseAt(MOMENT);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(this.chat.ready.page);
    await waitForState(page, 'open');
    return page;
  }

  private fileOf(name: string): string {
    return path.join(this.folder, `${name}.png`);
  }
}

async function talk(ann: Page, ben: Page): Promise<void> {
  for (const [speaker, text] of TALK) {
    const [from, to] = speaker === 0 ? [ann, ben] : [ben, ann];
    await say(from, text);
    await to.locator('.message[data-from=other] .text', { hasText: text }).waitFor();
  }
}

async function say(page: Page, text: string): Promise<void> {
  await page.fill('#text', text);
  await page.press('#text', 'Enter');
}

async function waitForState(page: Page, state: string): Promise<void> {
  await page.waitForSelector(`#state[data-state=${state}]`);
}

async function close(...pages: readonly Page[]): Promise<void> {
  await Promise.all(pages.map((page) => page.context().close()));
}
