import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import { PageGateway } from '../support/page-gateway';
import {
  describeInChromium,
  hears,
  say,
  textsOf,
  usePageWindows,
  waitForState,
} from '../support/page-windows';

/** As many as the log keeps. */
const KEPT = 500;
/** More than all buffers between a page and a gateway that does not read take on. */
const MORE_THAN_LEAVES = 16 * 1024 * 1024;

describeInChromium("the page's messages", () => {
  const windows = usePageWindows();
  let gateway: PageGateway;

  beforeEach(async () => {
    gateway = await PageGateway.start();
  });
  afterEach(() => gateway.stop());

  describe('links', () => {
    it('are made of http and https addresses only, and of nothing else a member writes', async () => {
      const page = await windows.open(gateway.url);
      const text =
        'https://example.com/a?b=1&c, javascript:alert(1) <img src=x onerror=alert(1)> (http://[::1]:80/x)。';
      gateway.say(text);
      await say(page, 'mine: https://example.com/mine');
      await hears(page, 'javascript:');
      await expect(textsOf(page, 'other')).resolves.toEqual([text]);
      const links = page.locator('.text a');
      for (const address of [
        'https://example.com/a?b=1&c',
        'http://[::1]:80/x',
        'https://example.com/mine',
      ]) {
        const link = links.getByText(address, { exact: true });
        await expect(link.getAttribute('href')).resolves.toBe(address);
        await expect(link.getAttribute('rel')).resolves.toBe('noopener noreferrer');
        await expect(link.getAttribute('target')).resolves.toBe('_blank');
      }
      await expect(links.count()).resolves.toBe(3);
      await expect(page.locator('.text > :not(a)').count()).resolves.toBe(0);
    });

    it('open beside the page and tell nothing about it', async () => {
      const page = await windows.open(gateway.url);
      gateway.say(gateway.elsewhere);
      const [opened] = await Promise.all([
        page.waitForEvent('popup'),
        page.click('.message[data-from=other] a'),
      ]);
      await opened.waitForURL(gateway.elsewhere);
      await expect(opened.evaluate('window.opener')).resolves.toBeNull();
      expect(gateway.visits).toHaveLength(1);
      expect(gateway.visits[0]).not.toHaveProperty('referer');
    });
  });

  describe('the online count', () => {
    it('is taken from the suffix, which is not shown', async () => {
      const page = await windows.open(gateway.url);
      gateway.say('hello', 1_234);
      await hears(page, 'hello');
      await expect(textsOf(page, 'other')).resolves.toEqual(['hello']);
      await expect(page.locator('#online').innerText()).resolves.toBe('Online: 1,234');
    });

    it('is not taken from what only looks like a suffix', async () => {
      const page = await windows.open(gateway.url);
      const texts = [
        '(===Online people:9===)',
        '(===Online people:9===) ',
        'x (===Online people:===)',
      ];
      for (const text of texts) gateway.say(text, 3);
      gateway.send('without a suffix');
      await hears(page, 'without a suffix');
      await expect(textsOf(page, 'other')).resolves.toEqual([...texts, 'without a suffix']);
      await expect(page.locator('#online').innerText()).resolves.toBe('Online: 3');
    });

    it('goes away with the connection it came from', async () => {
      const page = await windows.open(gateway.url);
      gateway.say('hello');
      await page.locator('#online').waitFor();
      gateway.goAway();
      await page.locator('#online').waitFor({ state: 'hidden' });
    });
  });

  describe('times', () => {
    const EVENING = new Date('2026-11-24T23:59:30+08:00');

    async function openInShanghai(locale: string): Promise<Page> {
      return windows.open(gateway.url, {
        locale,
        timezoneId: 'Asia/Shanghai',
        prepare: (page) => page.clock.setFixedTime(EVENING),
      });
    }

    it.each([
      ['en-US', /^11:59\sPM$/, 'Wednesday, November 25, 2026'],
      ['zh-CN', /^23:59$/, '2026年11月25日星期三'],
    ])('are those of %s, with a date where the day changes', async (locale, time, day) => {
      const page = await openInShanghai(locale);
      gateway.say('today');
      await hears(page, 'today');
      await expect(page.locator('time').innerText()).resolves.toMatch(time);
      await expect(page.locator('.day').count()).resolves.toBe(0);
      await page.clock.setFixedTime(EVENING.getTime() + 60_000);
      gateway.say('tomorrow');
      gateway.say('the same day');
      await hears(page, 'the same day');
      await expect(page.locator('.day').allTextContents()).resolves.toEqual([day]);
    });
  });

  describe('own ones', () => {
    it('stand on the other side than those of others', async () => {
      const page = await windows.open(gateway.url);
      gateway.say('hello');
      await hears(page, 'hello');
      await say(page, 'hi');
      const [theirs, mine] = await Promise.all(
        ['other', 'me'].map((from) => page.locator(`[data-from=${from}] .bubble`).boundingBox()),
      );
      expect(theirs?.x).toBeLessThan(mine?.x ?? 0);
      await expect(page.locator('[data-from=me] .for-screen-readers').textContent()).resolves.toBe(
        'You:',
      );
    });

    it('are said to be sent when they were given to the connection', async () => {
      const page = await windows.open(gateway.url);
      await say(page, 'hello');
      await page.locator('[data-delivery=sent]', { hasText: 'Sent' }).waitFor();
      await eventually('the message', () => gateway.received.includes('hello'));
    });

    it('are said not to be sent when they had not left, and sent again when asked', async () => {
      const page = await windows.open(gateway.url, { prepare: exposeSocket });
      gateway.stopReading();
      await page.evaluate(`pageSocket.send('x'.repeat(${MORE_THAN_LEAVES}))`);
      await say(page, 'hello?');
      gateway.goAway();
      await page.locator('[data-delivery=failed]', { hasText: 'Not sent' }).waitFor();
      gateway.comeBack();
      await waitForState(page, 'open');
      await page.click('.resend');
      await page.locator('[data-delivery=sent]').waitFor();
      await eventually('the message', () => gateway.received.includes('hello?'));
      await expect(textsOf(page, 'me')).resolves.toEqual(['hello?']);
      await expect(page.locator('.resend').count()).resolves.toBe(0);
      await expect(page.evaluate('document.activeElement.id')).resolves.toBe('log');
    });
  });

  it('names a binary one by its size', async () => {
    const page = await windows.open(gateway.url);
    gateway.send(new Uint8Array(1_536));
    await page.locator('[data-from=note]', { hasText: 'Binary message, 1,536 bytes' }).waitFor();
  });

  it(`keeps the newest ${KEPT}, says so, and drops none that was not sent`, async () => {
    const page = await windows.open(gateway.url);
    gateway.goAway();
    await waitForState(page, 'waiting');
    await say(page, 'not sent');
    await page.reload();
    await page.locator('[data-delivery=failed]').waitFor();
    gateway.comeBack();
    await waitForState(page, 'open');
    await expect(page.locator('#older').isHidden()).resolves.toBe(true);
    for (let n = 1; n <= KEPT; n += 1) gateway.say(`message ${n}`);
    await hears(page, `message ${KEPT}`);
    const shown = await page.locator('.message .text').allTextContents();
    expect(shown).toHaveLength(KEPT);
    expect(shown.slice(0, 2)).toEqual(['not sent', 'message 2']);
    await expect(page.locator('#older').isVisible()).resolves.toBe(true);
  });

  describe('after the page was loaded again', () => {
    it('are still there, and what waited is not sent unasked', async () => {
      const page = await windows.open(gateway.url);
      gateway.say('hello https://example.com/');
      await hears(page, 'hello');
      await say(page, 'hi');
      await eventually('the first', () => gateway.received.includes('hi'));
      gateway.goAway();
      await waitForState(page, 'waiting');
      await say(page, 'are you there?');
      await page.locator('[data-delivery=queued]').waitFor();
      await page.reload();
      await page.locator('[data-delivery=failed]', { hasText: 'are you there?' }).waitFor();
      gateway.comeBack();
      await waitForState(page, 'open');
      await expect(textsOf(page, 'other')).resolves.toEqual(['hello https://example.com/']);
      await expect(textsOf(page, 'me')).resolves.toEqual(['hi', 'are you there?']);
      await page.click('.resend');
      await eventually('the message', () => gateway.received.includes('are you there?'));
      expect(gateway.received).toEqual(['hi', 'are you there?']);
    });

    it('are gone where the browser keeps nothing, and the page works all the same', async () => {
      const page = await windows.open(gateway.url, { prepare: forbidStorage });
      await say(page, 'hello');
      await page.click('#language');
      await page.reload();
      await waitForState(page, 'open');
      await expect(page.locator('.message').count()).resolves.toBe(0);
      gateway.say('hello');
      await hears(page, 'hello');
    });
  });
});

/** Lets the test fill the pipe between the page and the gateway. */
async function exposeSocket(page: Page): Promise<void> {
  await page.addInitScript(`
    window.WebSocket = class extends WebSocket {
      constructor(...args) {
        super(...args);
        window.pageSocket = this;
      }
    };
  `);
}

/** As a browser does whose reader has forbidden site data. */
async function forbidStorage(page: Page): Promise<void> {
  await page.addInitScript(`
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('forbidden', 'SecurityError');
        },
      });
    }
  `);
}
