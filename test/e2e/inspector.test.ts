import type { AxeResults } from 'axe-core';
import { readFileSync } from 'node:fs';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { ChatOnLocalCloud } from '../support/chat-on-local-cloud';
import { eventually } from '../support/eventually';
import { describeInChromium, usePageWindows } from '../support/page-windows';
import { ROOT } from '../support/program-under-mocks';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const LOOKS: readonly (readonly [string, BrowserContextOptions])[] = [
  ['in the light', { colorScheme: 'light', viewport: { width: 1440, height: 860 } }],
  ['in the dark', { colorScheme: 'dark', viewport: { width: 1440, height: 860 } }],
  ['in Chinese and narrow', { locale: 'zh-CN', viewport: { width: 480, height: 800 } }],
];

describeInChromium('the inspector in a browser', () => {
  const windows = usePageWindows();
  let chat: ChatOnLocalCloud;
  let origin: string;
  beforeAll(async () => {
    chat = await ChatOnLocalCloud.start({ inspector: { root: ROOT } });
    origin = `http://127.0.0.1:${chat.port}`;
  });
  afterAll(() => chat.close());
  afterEach(async () => {
    chat.calm();
    await chat.emptyOut();
  });

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await windows.load(`${origin}/_inspector`, {
      ...options,
      mayRequest: (url) => url.startsWith(`${origin}/_inspector/`),
    });
    await page.locator('#state[data-state=live]').waitFor();
    await page.click('#clear');
    await page.locator('#empty').waitFor();
    return page;
  }

  const rows = (page: Page, kind: string, text = ''): Locator =>
    page.locator(`.entry[data-kind=${kind}]:visible`, { hasText: text });

  it('shows the whole path of a message, as it happens', async () => {
    const page = await open();
    const [ann] = [await chat.join(), await chat.join()];
    await page.locator('#connections li').nth(1).waitFor();
    await chat.broadcast(ann, 'hello <b>there</b>');

    const call = rows(page, 'call', 'transport ← data send');
    await call.locator('.result', { hasText: '200, errNo 0' }).waitFor();
    await rows(page, 'cos', 'GET /?prefix=').waitFor();
    const push = rows(page, 'push-back', 'data send');
    await expect(push.count()).resolves.toBe(1);

    await push.click();
    const details = page.locator('#details');
    await details
      .locator('pre', { hasText: 'hello <b>there</b>(===Online people:2===)' })
      .waitFor();
    // From a part to its call, with the log of the function.
    await details.locator('.link', { hasText: 'transport ← data send' }).click();
    await details.locator('pre', { hasText: 'START RequestId:' }).waitFor();
    await expect(details.locator('pre b').count()).resolves.toBe(0);
  });

  it('narrows the timeline down to one connection, and to some kinds', async () => {
    const page = await open();
    const [ann, ben] = [await chat.join(), await chat.join(), await chat.join()];
    await chat.broadcast(ann, 'from ann');
    await chat.broadcast(ben, 'from ben');
    await rows(page, 'push-back').nth(3).waitFor();

    await page.locator('#connections .select').nth(2).click();
    await expect(rows(page, 'push-back').count()).resolves.toBe(2);
    await expect(rows(page, 'call', 'data send').count()).resolves.toBe(0);
    await page.locator('#kinds [data-kind=push-back]').click();
    await expect(rows(page, 'push-back').count()).resolves.toBe(0);
    await page.click('#filtered');
    await page.locator('#kinds [data-kind=push-back]').click();
    await expect(rows(page, 'push-back').count()).resolves.toBe(4);
  });

  it('replays an event, as it was and changed', async () => {
    const page = await open();
    const [ann, ben] = [await chat.join(), await chat.join()];
    await chat.broadcast(ann, 'once');
    await rows(page, 'call', 'transport ← data send').click();
    await page.click('.replay .primary');
    await eventually('the replay', () => ben.frames.length === 2);
    expect(ben.frames[1]).toBe(ben.frames[0]);

    const event = page.locator('#replay-event');
    await event.fill((await event.inputValue()).replace('once', 'changed'));
    await page.click('.replay .primary');
    await eventually('the changed event', () => ben.frames.length === 3);
    expect(ben.frames[2]).toBe('changed(===Online people:2===)');
  });

  it('closes a connection', async () => {
    const page = await open();
    const ann = await chat.join();
    await page.locator('#connections button', { hasText: 'Close' }).click();
    await eventually('the close', () => ann.closeCode === 1000);
    await page.locator('#nobody').waitFor();
    await rows(page, 'connection', 'closed').waitFor();
  });

  it('injects a fault, and takes it away', async () => {
    const page = await open();
    const [ann, ben] = [await chat.join(), await chat.join()];
    await page.selectOption('#fault-pushBack', '429');
    await eventually('the fault', () => chat.faults.pushBack === 429);
    await chat.broadcast(ann, 'in vain');
    await page.locator('.entry[data-kind=push-back][data-outcome=failed]').first().waitFor();
    expect(ben.frames).toEqual([]);

    await page.fill('#fault-listLagMs', '5000');
    await page.locator('#fault-listLagMs').blur();
    await eventually('the lag', () => chat.faults.listLagMs === 5000);
    await page.click('#faults button');
    await eventually('calm', () => Object.keys(chat.faults).length === 0);
    await chat.broadcast(ann, 'and now');
    await eventually('the message', () => ben.frames.length === 1);
  });

  it('says what the cloud has refused', async () => {
    const page = await open();
    await page.fill('#fault-dropAfterMs', '-1');
    await page.locator('#fault-dropAfterMs').blur();
    await page.locator('#problem', { hasText: 'dropAfterMs' }).waitFor();
    expect(chat.faults).toEqual({});
    // Chromium reports the 400 as an error of the page.
    await expect(windows.close()).resolves.toEqual([expect.stringContaining('400')]);
  });

  it('says in Chinese what happens, and what the cloud has refused', async () => {
    const page = await open({ locale: 'zh-CN' });
    await chat.join();
    await rows(page, 'connection', '已连接')
      .locator('.result', { hasText: '共 1 个连接' })
      .waitFor();
    await page.selectOption('#fault-transport', { label: '崩溃' });
    await rows(page, 'fault', 'transport 失败 崩溃').waitFor();
    await page.fill('#fault-dropAfterMs', '-1');
    await page.locator('#fault-dropAfterMs').blur();
    await page.locator('#problem', { hasText: 'dropAfterMs：应为 >=0，实际为 -1' }).waitFor();
    // Chromium reports the 400 as an error of the page.
    await expect(windows.close()).resolves.toEqual([expect.stringContaining('400')]);
  });

  it.each(LOOKS)('is accessible %s', async (_look, options) => {
    const page = await open(options);
    const ann = await chat.join();
    await chat.broadcast(ann, 'hello');
    await page.locator('.entry[data-kind=call]').last().click();
    await page.locator('.replay').waitFor();
    await page.evaluate(AXE);
    const { violations } = await page.evaluate<AxeResults>('axe.run()');
    const found = violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
    expect(found).toEqual([]);
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  });
});
