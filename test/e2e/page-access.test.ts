import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { compilePage, renderPage } from '../../infra/bundle/page';
import { tokenSubprotocol } from '../../protocol/access';
import { formatErrorFrame } from '../../protocol/error-frame';
import { ChatOnLocalCloud } from '../support/chat-on-local-cloud';
import { eventually } from '../support/eventually';
import { PageGateway } from '../support/page-gateway';
import { describeInChromium, say, usePageWindows, waitForState } from '../support/page-windows';
import { ROOT } from '../support/program-under-mocks';

/** As long as the setting asks for. */
const LONG_TOKEN = 'open sesame, and more';
const TOKEN = 'open sesame+';
const FRAGMENT = `#token=${encodeURIComponent(TOKEN)}`;
const OFFERED = ['scf-chat', tokenSubprotocol(TOKEN)];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'page-access-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Writes a page to a file and gives its URL. */
async function onDisk(html: string): Promise<string> {
  const file = path.join(folder, 'index.html');
  await writeFile(file, html);
  return pathToFileURL(file).href;
}

describeInChromium("the page's way into a private chat", () => {
  const windows = usePageWindows();
  let gateway: PageGateway;

  beforeEach(async () => {
    gateway = await PageGateway.start({ isPrivate: true });
  });
  afterEach(() => gateway.stop());

  it('is the token of its link, which leaves the address bar and stays in the tab', async () => {
    const page = await windows.open(gateway.url + FRAGMENT);
    expect(gateway.offered).toEqual([OFFERED]);
    expect(page.url()).toBe(gateway.url);
    await page.reload();
    await waitForState(page, 'open');
    expect(gateway.offered).toEqual([OFFERED, OFFERED]);
    await windows.open(gateway.url);
    expect(gateway.offered.at(-1)).toEqual(['scf-chat']);
  });

  it('may be another link, opened in the same tab', async () => {
    const page = await windows.open(gateway.url + FRAGMENT);
    await page.evaluate(`location.hash = '#token=another'`);
    await eventually('another handshake', () => gateway.offered.length === 2);
    expect(gateway.offered[1]).toEqual(['scf-chat', tokenSubprotocol('another')]);
    await waitForState(page, 'open');
    expect(page.url()).toBe(gateway.url);
  });

  it('works from disk', async () => {
    const url = await onDisk(gateway.html);
    const page = await windows.open(url + FRAGMENT);
    expect(gateway.offered).toEqual([OFFERED]);
    expect(page.url()).toBe(url);
  });

  it('is named where the page cannot connect', async () => {
    gateway.goAway();
    const page = await windows.load(gateway.url);
    await page.locator('#state', { hasText: 'invitation link' }).waitFor();
  });
});

describeInChromium('a message that the gateway does not take', () => {
  const windows = usePageWindows();
  let gateway: PageGateway;

  beforeEach(async () => {
    gateway = await PageGateway.start();
  });
  afterEach(() => gateway.stop());

  it('is shown as not sent, with the reason, and sent again on request', async () => {
    const page = await windows.open(gateway.url);
    await say(page, 'one');
    await say(page, 'two');
    await eventually('both', () => gateway.received.length === 2);
    gateway.send(formatErrorFrame({ errNo: 402, errMsg: 'too many', message: 2 }));
    const refused = page.locator('.message', { hasText: 'two' });
    await refused.locator('.delivery', { hasText: 'too many at once' }).waitFor();
    expect(await page.locator('.message').count()).toBe(2);
    await refused.locator('.resend').click();
    await eventually('it again', () => gateway.received.length === 3);
    expect(gateway.received).toEqual(['one', 'two', 'two']);
    expect(await page.locator('.delivery').allInnerTexts()).toEqual(['Sent', 'Sent']);
  });
});

describeInChromium('the page and a private chat on the local cloud that limits messages', () => {
  const windows = usePageWindows();
  let chat: ChatOnLocalCloud;
  let url: string;

  beforeAll(async () => {
    const gateway = { limits: { messagesPerSecond: 1 }, switches: { errorFrames: true } };
    chat = await ChatOnLocalCloud.start({ gateway }, { ACCESS_TOKEN: LONG_TOKEN });
    const config = { wsUrl: chat.wsUrl, heartbeatSeconds: 240, isPrivate: true };
    url = await onDisk(renderPage(await compilePage(ROOT), config));
  });
  afterAll(() => chat.close());

  it('come together by the link, and over one message too many', async () => {
    const stranger = await windows.load(url);
    await stranger.locator('#state', { hasText: 'invitation link' }).waitFor();

    const ann = await windows.open(`${url}#token=${encodeURIComponent(LONG_TOKEN)}`);
    const ben = await chat.join(tokenSubprotocol(LONG_TOKEN));
    // Written faster than any second passes.
    await ann.evaluate(`for (let count = 1; count <= 6; count += 1) {
      document.querySelector('#text').value = 'message ' + count;
      document.querySelector('#composer').requestSubmit();
    }`);
    await ann.locator('.delivery', { hasText: 'too many at once' }).waitFor();
    await eventually('the others', () => ben.frames.length === 5);
    expect([...ben.frames].sort()[4]).toBe('message 5(===Online people:2===)');
  });
});
