import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findChromium } from '../../bin/chromium-path';
import { launchChromium } from '../../bin/launch-chromium';

const chromiumPath = findChromium();

/** `describe` where there is a Chromium; elsewhere the tests are skipped, and that is said. */
export const describeInChromium = chromiumPath === undefined ? describe.skip : describe;
if (chromiumPath === undefined) {
  console.warn('The browser tests are skipped: there is no Chromium (CHROMIUM_PATH can name one).');
}

export interface WindowOptions extends BrowserContextOptions {
  /** Called before the page is loaded. */
  readonly prepare?: (page: Page) => Promise<unknown>;
  /** What the page may ask for besides itself; nothing unless told. */
  readonly mayRequest?: (url: string) => boolean;
}

/** Chromium itself reports each handshake that fails; a page cannot keep it from doing so. */
const FAILED_HANDSHAKE = /^WebSocket connection to '[^']+' failed/;

/** Windows on the chat page, each of another person, that are watched for what a page must not do. */
export class PageWindows {
  private readonly problems: string[] = [];
  private browser: Browser | undefined;

  async start(): Promise<void> {
    this.browser = await launchChromium(chromiumPath ?? '');
  }

  async stop(): Promise<void> {
    await this.browser?.close();
  }

  /** Opens the page at `url` and waits until it is connected. */
  async open(url: string, options: WindowOptions = {}): Promise<Page> {
    const page = await this.load(url, options);
    await waitForState(page, 'open');
    return page;
  }

  /** Opens the page at `url`. */
  async load(
    url: string,
    { prepare, mayRequest = () => false, ...options }: WindowOptions = {},
  ): Promise<Page> {
    if (!this.browser) throw new Error('start() was not called.');
    const context = await this.browser.newContext({ locale: 'en-US', ...options });
    const page = await context.newPage();
    page.on('pageerror', (error) => this.problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !FAILED_HANDSHAKE.test(message.text())) {
        this.problems.push(message.text());
      }
    });
    page.on('request', (request) => {
      const asked = request.url();
      if (asked !== url.replace(/#.*/, '') && !asked.startsWith('data:') && !mayRequest(asked)) {
        this.problems.push(`a request to ${asked}`);
      }
    });
    await prepare?.(page);
    await page.goto(url);
    return page;
  }

  /**
   * Closes all windows.
   *
   * @returns what went wrong in them: errors, and requests to anywhere
   */
  async close(): Promise<readonly string[]> {
    await Promise.all((this.browser?.contexts() ?? []).map((context) => context.close()));
    return this.problems.splice(0);
  }
}

/** Starts Chromium for the tests of a file, and has each of them fail that left a problem behind. */
export function usePageWindows(): PageWindows {
  const windows = new PageWindows();
  beforeAll(() => windows.start());
  afterEach(async () => {
    expect(await windows.close()).toEqual([]);
  });
  afterAll(() => windows.stop());
  return windows;
}

/** Waits until the page says that its connection is in this state. */
export async function waitForState(page: Page, state: string): Promise<void> {
  await page.waitForSelector(`#state[data-state=${state}]`);
}

/** Writes a message and sends it with Enter. */
export async function say(page: Page, text: string): Promise<void> {
  await page.fill('#text', text);
  await page.press('#text', 'Enter');
}

/** Waits until the page shows a message of somebody else that holds this text. */
export async function hears(page: Page, text: string): Promise<void> {
  await page.locator('.message[data-from=other] .text', { hasText: text }).waitFor();
}

/** The texts of the messages that the page shows, oldest first. */
export async function textsOf(page: Page, from: 'me' | 'other' | 'note'): Promise<string[]> {
  return page.locator(`.message[data-from=${from}] .text`).allTextContents();
}

/** Scrolls the log to its start, and waits until the page knows. */
export async function scrollToStart(page: Page): Promise<void> {
  await page.evaluate(`new Promise((scrolled) => {
    const log = document.querySelector('#log');
    log.addEventListener('scroll', scrolled, { once: true });
    log.scrollTop = 0;
  }).then(() => undefined)`);
}

/** Waits until the page was painted, and so has seen all that happened before. */
export async function nextFrame(page: Page): Promise<void> {
  await page.evaluate(`new Promise((painted) => {
    requestAnimationFrame(() => requestAnimationFrame(painted));
  })`);
}
