import type { Page } from 'playwright-core';
import { HEARTBEAT_FRAME } from '../../protocol/chat';
import { eventually } from '../support/eventually';
import { PageGateway } from '../support/page-gateway';
import { describeInChromium, say, usePageWindows, waitForState } from '../support/page-windows';

const NOW = new Date('2026-11-24T10:24:00+08:00');
/** A clock can be stopped at a later moment only. */
const BEFORE = new Date('2026-11-24T10:00:00+08:00');
const HEARTBEAT_SECONDS = 60;

describeInChromium("the page's connection", () => {
  const windows = usePageWindows();
  let gateway: PageGateway;

  beforeEach(async () => {
    gateway = await PageGateway.start({ heartbeatSeconds: HEARTBEAT_SECONDS });
  });
  afterEach(() => gateway.stop());

  /** A page whose time only passes when told to, and whose delays are half of their ceilings. */
  async function openWithStandingClock(): Promise<Page> {
    return windows.open(gateway.url, {
      prepare: async (page) => {
        await page.clock.install({ time: BEFORE });
        await page.clock.pauseAt(NOW);
        await page.addInitScript('Math.random = () => 0.5');
      },
    });
  }

  /** Lets attempts fail until the next one is 4 s away. */
  async function loseConnection(page: Page): Promise<void> {
    gateway.goAway();
    await waitForState(page, 'waiting');
    for (const delay of [500, 1_000, 2_000]) {
      await attemptFails(page, delay);
    }
    await countdownSays(page, 'Reconnecting in 4 s');
  }

  async function attemptFails(page: Page, delay: number): Promise<void> {
    const { refusals } = gateway;
    await page.clock.runFor(delay);
    await eventually('a refused attempt', () => gateway.refusals > refusals);
    await waitForState(page, 'waiting');
  }

  async function countdownSays(page: Page, words: string): Promise<void> {
    await page.locator('#countdown', { hasText: words }).waitFor();
  }

  it('is in words, in a live region that does not count', async () => {
    const page = await openWithStandingClock();
    const state = page.getByRole('status').first();
    await expect(state.innerText()).resolves.toBe('Connected');
    await expect(page.locator('#recovery').isHidden()).resolves.toBe(true);
    await loseConnection(page);
    await expect(state.innerText()).resolves.toBe('Could not connect');
    await expect(page.locator('[role=status] #countdown').count()).resolves.toBe(0);
  });

  it('counts down to the next attempt', async () => {
    const page = await openWithStandingClock();
    await loseConnection(page);
    await page.clock.runFor(1_000);
    await countdownSays(page, 'Reconnecting in 3 s');
    gateway.comeBack();
    await page.clock.runFor(3_000);
    await waitForState(page, 'open');
    await expect(page.locator('#recovery').isHidden()).resolves.toBe(true);
  });

  it('waits longer after each failure, up to half of 30 s here, and shortly again after 5 s', async () => {
    const page = await openWithStandingClock();
    gateway.goAway();
    await waitForState(page, 'waiting');
    for (const [delay, next] of [
      [500, 1],
      [1_000, 2],
      [2_000, 4],
      [4_000, 8],
      [8_000, 15],
      [15_000, 15],
    ] as const) {
      await attemptFails(page, delay);
      await countdownSays(page, `Reconnecting in ${next} s`);
    }
    gateway.comeBack();
    await page.clock.runFor(15_000);
    await waitForState(page, 'open');
    await page.clock.runFor(5_000);
    gateway.goAway();
    await waitForState(page, 'waiting');
    await countdownSays(page, 'Reconnecting in 1 s');
  });

  it('is tried at once by "Retry now"', async () => {
    const page = await openWithStandingClock();
    await loseConnection(page);
    gateway.comeBack();
    await page.getByRole('button', { name: 'Retry now' }).press('Enter');
    await waitForState(page, 'open');
    await expect(page.evaluate('document.activeElement.id')).resolves.toBe('log');
  });

  it('is tried at once when the network is back, and says that it is not', async () => {
    const page = await openWithStandingClock();
    await loseConnection(page);
    await page.context().setOffline(true);
    await page.clock.runFor(1_000);
    await countdownSays(page, 'This device is offline. Reconnecting in 3 s');
    gateway.comeBack();
    await page.context().setOffline(false);
    await waitForState(page, 'open');
  });

  it('is tried at once when the page is looked at again', async () => {
    const page = await openWithStandingClock();
    await loseConnection(page);
    gateway.comeBack();
    // Chromium without a window never hides a page, so that the event has to be made.
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await waitForState(page, 'open');
  });

  it('stays closed when the server closed it, until somebody asks', async () => {
    const page = await openWithStandingClock();
    gateway.close(1008, 'not you');
    await waitForState(page, 'closed');
    await expect(page.locator('#state').innerText()).resolves.toBe(
      'Closed by the server (code 1008: not you)',
    );
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await page.evaluate("window.dispatchEvent(new Event('online'))");
    await page.clock.runFor(60_000);
    await expect(page.locator('#state').getAttribute('data-state')).resolves.toBe('closed');
    await page.getByRole('button', { name: 'Connect again' }).click();
    await waitForState(page, 'open');
  });

  it('is kept by a heartbeat for as long as nothing else is sent', async () => {
    const page = await openWithStandingClock();
    await page.clock.runFor(HEARTBEAT_SECONDS * 1_000 - 1);
    await say(page, 'hello');
    await page.clock.runFor(HEARTBEAT_SECONDS * 1_000 - 1);
    await say(page, 'still here');
    await page.clock.runFor(HEARTBEAT_SECONDS * 1_000);
    await eventually('three frames', () => gateway.received.length === 3);
    expect(gateway.received).toEqual(['hello', 'still here', HEARTBEAT_FRAME]);
    await expect(page.locator('.message').count()).resolves.toBe(2);
  });

  it('gets what was queued while it was lost, in order; till then the count of it is shown', async () => {
    const page = await openWithStandingClock();
    await loseConnection(page);
    await say(page, 'one');
    await say(page, 'two');
    await expect(page.locator('#queued').innerText()).resolves.toBe('Waiting to be sent: 2');
    await expect(page.locator('.delivery').allTextContents()).resolves.toEqual([
      'Queued',
      'Queued',
    ]);
    gateway.comeBack();
    await page.click('#retry');
    await waitForState(page, 'open');
    await say(page, 'three');
    await eventually('three frames', () => gateway.received.length === 3);
    expect(gateway.received).toEqual(['one', 'two', 'three']);
    await expect(page.locator('#queued').isHidden()).resolves.toBe(true);
    await expect(page.locator('.delivery').allTextContents()).resolves.toEqual([
      'Sent',
      'Sent',
      'Sent',
    ]);
  });

  it('gets what was written before it was there for the first time', async () => {
    gateway.goAway();
    const page = await windows.load(gateway.url);
    await say(page, 'early');
    await page.locator('#queued', { hasText: 'Waiting to be sent: 1' }).waitFor();
    gateway.comeBack();
    await waitForState(page, 'open');
    await eventually('the message', () => gateway.received.includes('early'));
  });
});
