import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually';
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

/** More than fit into the window. */
const MANY = 40;

const LOG = "document.querySelector('#log')";
const IS_AT_END = `${LOG}.scrollHeight - ${LOG}.scrollTop - ${LOG}.clientHeight < 2`;

describeInChromium('reading the page', () => {
  const windows = usePageWindows();
  let gateway: PageGateway;

  beforeEach(async () => {
    gateway = await PageGateway.start();
  });
  afterEach(() => gateway.stop());

  async function openWithMany(): Promise<Page> {
    const page = await windows.open(gateway.url);
    for (let n = 1; n <= MANY; n += 1) gateway.say(`message ${n}`);
    await hears(page, `message ${MANY}`);
    return page;
  }

  describe('new messages', () => {
    it('are followed while their end is in sight', async () => {
      const page = await openWithMany();
      await eventually('the end of the log', () => page.evaluate<boolean>(IS_AT_END));
      await expect(page.locator('#unread').isHidden()).resolves.toBe(true);
      await expect(page.title()).resolves.toBe('scf-chat');
    });

    it('are counted, and do not move what is being read', async () => {
      const page = await openWithMany();
      await scrollToStart(page);
      for (const text of ['one', 'two', 'three']) gateway.say(text);
      const pill = page.getByRole('button', { name: '3 new ↓' });
      await pill.waitFor();
      await expect(page.evaluate(`${LOG}.scrollTop`)).resolves.toBe(0);
      await expect(page.title()).resolves.toBe('(3) scf-chat');
      await pill.click();
      await pill.waitFor({ state: 'hidden' });
      await eventually('the end of the log', () => page.evaluate<boolean>(IS_AT_END));
      await expect(page.title()).resolves.toBe('scf-chat');
      await expect(page.evaluate('document.activeElement.id')).resolves.toBe('log');
    });

    it('are no longer counted when the reader has scrolled to them', async () => {
      const page = await openWithMany();
      await page.locator('#log').hover();
      await page.mouse.wheel(0, -2_000);
      await eventually('its start', () => page.evaluate<boolean>(`${LOG}.scrollTop === 0`));
      await nextFrame(page);
      gateway.say('one');
      await page.locator('#unread').waitFor();
      await page.mouse.wheel(0, 5_000);
      await page.locator('#unread').waitFor({ state: 'hidden' });
    });

    it('are left for an own one, which is shown', async () => {
      const page = await openWithMany();
      await scrollToStart(page);
      await say(page, 'mine');
      await eventually('the end of the log', () => page.evaluate<boolean>(IS_AT_END));
    });

    it('are counted in the title until the window is looked at', async () => {
      const page = await windows.open(gateway.url);
      const other = await page.context().newPage();
      const focus = await page.context().newCDPSession(page);
      await focus.send('Emulation.setFocusEmulationEnabled', { enabled: false });
      await other.bringToFront();
      gateway.say('one');
      gateway.say('two');
      await hears(page, 'two');
      await expect(page.title()).resolves.toBe('(2) scf-chat');
      await expect(page.locator('#unread').isHidden()).resolves.toBe(true);
      await page.bringToFront();
      await eventually('a look', async () => (await page.title()) === 'scf-chat');
    });

    it('are not new a second time when the page is loaded again', async () => {
      const page = await windows.open(gateway.url, {
        prepare: (loading) => loading.addInitScript('document.hasFocus = () => false'),
      });
      gateway.say('one');
      await hears(page, 'one');
      await expect(page.title()).resolves.toBe('(1) scf-chat');
      await page.reload();
      await hears(page, 'one');
      await expect(page.title()).resolves.toBe('scf-chat');
    });

    it('stay in sight when the composer grows', async () => {
      const page = await openWithMany();
      await page.fill('#text', 'a\n'.repeat(8));
      await eventually('the end of the log', () => page.evaluate<boolean>(IS_AT_END));
    });
  });

  describe('in a language', () => {
    it.each([
      ['zh-CN', 'zh-Hans', '已连接', '输入消息'],
      ['en-GB', 'en', 'Connected', 'Write a message'],
      ['fr-FR', 'en', 'Connected', 'Write a message'],
    ])('is the reader’s own: %s', async (locale, lang, state, placeholder) => {
      const page = await windows.open(gateway.url, { locale });
      await expect(page.locator('html').getAttribute('lang')).resolves.toBe(lang);
      await expect(page.locator('#state').innerText()).resolves.toBe(state);
      await expect(page.locator('#text').getAttribute('placeholder')).resolves.toBe(placeholder);
    });

    it('changes over at once, connection and messages kept, and stays so', async () => {
      const page = await windows.open(gateway.url);
      gateway.say('hello');
      await hears(page, 'hello');
      await say(page, 'hi');
      await page.fill('#text', 'a draft');
      await page.getByRole('button', { name: '中文' }).press('Enter');
      await expect(page.locator('html').getAttribute('lang')).resolves.toBe('zh-Hans');
      await expect(page.locator('#state').innerText()).resolves.toBe('已连接');
      await expect(page.locator('#online').innerText()).resolves.toBe('在线：2');
      await expect(page.locator('.delivery').innerText()).resolves.toBe('已发送');
      await expect(page.locator('.text').allTextContents()).resolves.toEqual(['hello', 'hi']);
      await expect(page.inputValue('#text')).resolves.toBe('a draft');
      await expect(page.evaluate('document.activeElement.id')).resolves.toBe('language');
      expect(gateway.handshakes).toBe(1);
      await page.reload();
      await waitForState(page, 'open');
      await expect(page.locator('#state').innerText()).resolves.toBe('已连接');
      await page.getByRole('button', { name: 'English' }).click();
      await expect(page.locator('#state').innerText()).resolves.toBe('Connected');
    });

    it('has nothing read out again when it changes over', async () => {
      const page = await windows.open(gateway.url, {
        prepare: (loading) => loading.clock.install(),
      });
      await page.clock.runFor(1_000);
      const log = page.getByRole('log');
      await expect(log.getAttribute('aria-live')).resolves.toBe('polite');
      await page.click('#language');
      await expect(log.getAttribute('aria-live')).resolves.toBe('off');
      await page.clock.runFor(1_000);
      await expect(log.getAttribute('aria-live')).resolves.toBe('polite');
    });
  });
});
