import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import { PageGateway } from '../support/page-gateway';
import {
  describeInChromium,
  say,
  textsOf,
  usePageWindows,
  waitForState,
} from '../support/page-windows';

const MAX_BYTES = 64 * 1024;

describeInChromium("the page's composer", () => {
  const windows = usePageWindows();
  let gateway: PageGateway;
  let page: Page;

  beforeEach(async () => {
    gateway = await PageGateway.start();
    page = await windows.open(gateway.url);
  });
  afterEach(() => gateway.stop());

  async function boxHolds(text: string): Promise<void> {
    await expect(page.inputValue('#text')).resolves.toBe(text);
  }

  it('has the focus from the start, and after each message', async () => {
    await page.keyboard.type('one');
    await page.keyboard.press('Enter');
    await page.keyboard.type('two');
    await page.click('#send');
    await page.keyboard.type('three');
    await page.keyboard.press('Enter');
    await expect(textsOf(page, 'me')).resolves.toEqual(['one', 'two', 'three']);
  });

  it('does not bring up the keyboard of a phone', async () => {
    const phone = await windows.open(gateway.url, { hasTouch: true, isMobile: true });
    await expect(phone.evaluate('document.activeElement.tagName')).resolves.toBe('BODY');
  });

  it('sends with Enter and breaks the line with Shift+Enter', async () => {
    await page.keyboard.type('two');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('lines');
    await boxHolds('two\nlines');
    await page.keyboard.press('Enter');
    await boxHolds('');
    await eventually('the message', () => gateway.received.includes('two\nlines'));
    await expect(page.locator('[data-from=me] .text').innerText()).resolves.toBe('two\nlines');
  });

  it('sends nothing that says nothing', async () => {
    for (const text of ['', '  \n ', '\u0016']) await say(page, text);
    await say(page, 'something');
    await expect(textsOf(page, 'me')).resolves.toEqual(['something']);
  });

  it('leaves the Enter that confirms a candidate to the input method', async () => {
    const input = await page.context().newCDPSession(page);
    await input.send('Input.imeSetComposition', {
      text: 'ni hao',
      selectionStart: 6,
      selectionEnd: 6,
    });
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect(page.locator('.message').count()).resolves.toBe(0);
    await input.send('Input.insertText', { text: '你好' });
    await page.keyboard.press('Enter');
    await expect(textsOf(page, 'me')).resolves.toHaveLength(1);
    await expect(textsOf(page, 'me')).resolves.toEqual([expect.stringContaining('你好')]);
  });

  it('grows with its text, up to a part of the window, and shrinks again', async () => {
    const height = async (): Promise<number> =>
      (await page.locator('#text').boundingBox())?.height ?? 0;
    const one = await height();
    await page.fill('#text', 'a\nb\nc');
    const three = await height();
    expect(three).toBeGreaterThan(one + 20);
    await page.fill('#text', 'a\n'.repeat(200));
    const most = await height();
    expect(most).toBeGreaterThan(three);
    expect(most).toBeLessThan((page.viewportSize()?.height ?? 0) / 2);
    await page.press('#text', 'Enter');
    await expect(height()).resolves.toBe(one);
  });

  it('keeps the draft when the page is loaded again, in this tab only', async () => {
    await page.fill('#text', 'half a thou');
    await page.reload();
    await waitForState(page, 'open');
    await boxHolds('half a thou');
    const otherTab = await page.context().newPage();
    await otherTab.goto(gateway.url);
    await expect(otherTab.inputValue('#text')).resolves.toBe('');
    await page.press('#text', 'Enter');
    await page.reload();
    await boxHolds('');
  });

  it('brings back with the up-arrow what was sent, and with the down-arrow the draft', async () => {
    await say(page, 'one');
    await say(page, 'two\nlines');
    await page.fill('#text', 'a draft');
    await page.press('#text', 'ArrowUp');
    await page.press('#text', 'ArrowUp');
    await boxHolds('two\nlines');
    await page.press('#text', 'ArrowUp');
    await boxHolds('one');
    await page.press('#text', 'ArrowUp');
    await boxHolds('one');
    await page.press('#text', 'ArrowDown');
    await page.press('#text', 'ArrowDown');
    await boxHolds('a draft');
  });

  it('brings back what was sent before the page was loaded again', async () => {
    await say(page, 'one');
    await page.reload();
    await page.press('#text', 'ArrowUp');
    await boxHolds('one');
  });

  it('tells the length near the limit, and does not send what is above it', async () => {
    const size = page.locator('#size');
    await page.fill('#text', 'a'.repeat(MAX_BYTES / 2));
    await expect(size.innerText()).resolves.toBe('');
    await page.fill('#text', '你'.repeat(20_000));
    await expect(size.innerText()).resolves.toBe('60,000 of 65,536 bytes');
    const tooLong = 'a'.repeat(MAX_BYTES + 5);
    await say(page, tooLong);
    await expect(size.innerText()).resolves.toBe('Too long by 5 bytes');
    await boxHolds(tooLong);
    await say(page, 'a'.repeat(MAX_BYTES));
    await eventually('the message', () => gateway.received.length > 0);
    expect(gateway.received.map((text) => text.length)).toEqual([MAX_BYTES]);
  });
});
