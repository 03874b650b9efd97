import { compilePage, renderPage } from '../../infra/bundle/page';
import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';
import { eventually } from '../support/eventually';
import { describeInChromium, usePageWindows } from '../support/page-windows';
import { ROOT } from '../support/program-under-mocks';

describeInChromium('windows on a page that is published anew', () => {
  const windows = usePageWindows();
  let cloud: LocalCloud;
  beforeAll(async () => {
    cloud = await startLocalCloud({ port: 0 });
  });
  afterAll(async () => {
    await cloud.close();
  });

  async function publish(title: string): Promise<boolean> {
    const page = await compilePage(ROOT);
    // Nobody is there, but the policy is that of the real page.
    const html = renderPage(page, { wsUrl: 'ws://127.0.0.1:9/', heartbeatSeconds: 60 });
    return cloud.publishPage(html.replace('<title>scf-chat</title>', `<title>${title}</title>`));
  }

  it('load it, all of them, and not when it is the same', async () => {
    expect(await publish('first')).toBe(true);
    const pages = [
      await windows.load(`${cloud.baseUrl}/`),
      await windows.load(`${cloud.baseUrl}/`),
    ];
    expect(await publish('second')).toBe(true);
    for (const page of pages) {
      await eventually('the second', async () => (await page.title()) === 'second');
    }
    expect(await publish('second')).toBe(false);
  });
});
