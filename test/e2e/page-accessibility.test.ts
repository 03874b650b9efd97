import type { AxeResults, RunOptions } from 'axe-core';
import { readFileSync } from 'node:fs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { PageGateway } from '../support/page-gateway';
import {
  describeInChromium,
  hears,
  nextFrame,
  say,
  scrollToStart,
  usePageWindows,
  waitForState,
} from '../support/page-windows';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
/** All rules for WCAG A and AA and the best practices, with the size of targets, which is off. */
const AXE_OPTIONS: RunOptions = {
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations', 'incomplete'],
};

/** WCAG 2.5.5, in CSS pixels. */
const TARGET = 44;
/** WCAG 1.4.10: what 1280 are at a zoom of 400 %. */
const NARROWEST = { width: 320, height: 568 };
const WIDE = { width: 1440, height: 900 };

/** Without motion, since axe takes a colour that is being faded in for the colour that is meant. */
const LOOKS: readonly (readonly [string, BrowserContextOptions])[] = [
  ['in the light', { colorScheme: 'light', viewport: WIDE }],
  ['in the dark', { colorScheme: 'dark', viewport: WIDE }],
  ['on a phone', { colorScheme: 'light', viewport: NARROWEST, hasTouch: true }],
  [
    'on a phone in the dark, in Chinese',
    { colorScheme: 'dark', viewport: NARROWEST, locale: 'zh-CN' },
  ],
];

describeInChromium("the page's accessibility", () => {
  const windows = usePageWindows();
  let gateway: PageGateway;

  beforeEach(async () => {
    gateway = await PageGateway.start();
  });
  afterEach(() => gateway.stop());

  /** Has the page show all there is: every kind of message, one of them not sent, and the pill. */
  async function fill(page: Page): Promise<void> {
    gateway.send(new Uint8Array(5));
    gateway.say(`${'unbroken'.repeat(40)} https://example.com/${'path/'.repeat(40)}`);
    gateway.say('你好，世界！\n'.repeat(30));
    gateway.say('the last one');
    await hears(page, 'the last one');
    await say(page, 'sent https://example.com/');
    gateway.goAway();
    await waitForState(page, 'waiting');
    await say(page, 'not sent');
    await page.reload();
    await page.locator('.resend').waitFor();
    gateway.comeBack();
    await waitForState(page, 'open');
    await scrollToStart(page);
    gateway.say('new');
    await page.locator('#unread').waitFor();
  }

  /** Leaves the page without a connection, and with a draft that is too long. */
  async function disconnect(page: Page): Promise<void> {
    gateway.goAway();
    await waitForState(page, 'waiting');
    await say(page, 'queued');
    await page.fill('#text', 'a'.repeat(65_537));
    await page.locator('[data-delivery=queued]').waitFor();
  }

  it.each(LOOKS)('passes %s: empty, full, without a connection', async (_look, options) => {
    const page = await windows.open(gateway.url, { reducedMotion: 'reduce', ...options });
    await passes(page);
    await fill(page);
    await passes(page);
    await disconnect(page);
    await passes(page);
  });

  it('has a named log, status, form and box', async () => {
    const page = await windows.open(gateway.url);
    await expect(page.getByRole('log', { name: 'Messages' }).count()).resolves.toBe(1);
    await expect(page.getByRole('status').first().innerText()).resolves.toBe('Connected');
    await expect(page.getByRole('form', { name: 'Write a message' }).count()).resolves.toBe(1);
    await expect(page.getByRole('textbox', { name: 'Message' }).count()).resolves.toBe(1);
  });

  it('leads the keyboard from the top to the bottom, and shows where it is', async () => {
    const page = await windows.open(gateway.url);
    gateway.goAway();
    await waitForState(page, 'waiting');
    const visited: unknown[] = [];
    for (const key of [...Array<string>(3).fill('Shift+Tab'), ...Array<string>(4).fill('Tab')]) {
      await page.keyboard.press(key);
      const look = 'getComputedStyle(document.activeElement).outlineStyle';
      visited.push(await page.evaluate(`[document.activeElement.id, ${look}]`));
    }
    expect(visited).toEqual(
      ['log', 'retry', 'language', 'retry', 'log', 'text', 'send'].map((id) => [id, 'solid']),
    );
  });

  it.each([
    ['no-preference', ['arrive', 'breathe']],
    ['reduce', []],
  ] as const)('moves what it may when motion is wished for: %s', async (reducedMotion, moving) => {
    const page = await windows.open(gateway.url, { reducedMotion, prepare: nameAnimations });
    gateway.say('hello');
    await hears(page, 'hello');
    gateway.goAway();
    gateway.fallSilent();
    await waitForState(page, 'connecting');
    await nextFrame(page);
    await expect(page.evaluate('[...animated].sort()')).resolves.toEqual(moving);
  });
});

/** Axe finds nothing, all fits, and fingers find each button. */
async function passes(page: Page): Promise<void> {
  await expect(findingsIn(page)).resolves.toEqual([]);
  await expect(overflowOf(page)).resolves.toEqual({ width: 0, height: 0, logWidth: 0 });
  await expect(smallButtonsIn(page)).resolves.toEqual([]);
}

/** What axe finds, with the elements it finds it in; what it cannot decide is a finding. */
async function findingsIn(page: Page): Promise<unknown[]> {
  await page.evaluate(AXE);
  const { violations, incomplete } = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify(AXE_OPTIONS)})`,
  );
  return [...violations, ...incomplete].map(({ id, help, nodes }) => ({
    id,
    help,
    elements: nodes.map(({ html, any }) => [html, any.map(({ message }) => message)]),
  }));
}

/** By how many pixels the page is larger than the window, and what is in the log wider than it. */
async function overflowOf(page: Page): Promise<unknown> {
  return page.evaluate(`(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    const log = document.querySelector('#log');
    return {
      width: scrollWidth - innerWidth,
      height: scrollHeight - innerHeight,
      logWidth: log.scrollWidth - log.clientWidth,
    };
  })()`);
}

async function smallButtonsIn(page: Page): Promise<unknown[]> {
  const buttons = await page.locator('button:visible').all();
  expect(buttons.length).toBeGreaterThan(1);
  const boxes = await Promise.all(
    buttons.map(async (button) => ({
      name: await button.innerText(),
      box: await button.boundingBox(),
    })),
  );
  return boxes.filter(({ box }) => !box || box.width < TARGET || box.height < TARGET);
}

/** Has the page collect the names of its animations. */
async function nameAnimations(page: Page): Promise<void> {
  await page.addInitScript(`
    window.animated = new Set();
    document.addEventListener('animationstart', (event) => animated.add(event.animationName));
  `);
}
