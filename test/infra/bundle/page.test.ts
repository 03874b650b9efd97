import { createHash } from 'node:crypto';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { compilePage, renderPage, type CompiledPage } from '../../../infra/bundle/page';
import { UserError } from '../../../infra/user-error';
import { readConfig } from '../../../web/config';

const ROOT = path.join(__dirname, '../../..');
const WS_URL = 'wss://chat.example.com:8443/release/';
/** What a person on a slow line should have to wait for at most. */
const MAX_GZIP_BYTES = 15 * 1024;

function contentOf(page: string, openingTag: string, element: string): string {
  const start = page.indexOf(openingTag) + openingTag.length;
  expect(start).toBeGreaterThan(openingTag.length);
  return page.slice(start, page.indexOf(`</${element}`, start));
}

function directivesOf(page: string): Record<string, string> {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  return Object.fromEntries(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );
}

function hashSource(content: string): string {
  return `'sha256-${createHash('sha256').update(content, 'utf8').digest('base64')}'`;
}

describe('page', () => {
  let compiled: CompiledPage;
  let page: string;

  beforeAll(async () => {
    compiled = await compilePage(ROOT);
    page = renderPage(compiled, { wsUrl: WS_URL, heartbeatSeconds: 240 });
  });

  it('allows exactly its own script and style, and its own gateway', () => {
    expect(directivesOf(page)).toEqual({
      'default-src': "'none'",
      'script-src': hashSource(contentOf(page, '<script>', 'script')),
      'style-src': hashSource(contentOf(page, '<style>', 'style')),
      'img-src': 'data:',
      'connect-src': 'wss://chat.example.com:8443',
      'base-uri': "'none'",
      'form-action': "'none'",
    });
  });

  it('states its policy before anything the policy is about', () => {
    const policy = page.indexOf('Content-Security-Policy');
    expect(policy).toBeGreaterThan(0);
    expect(policy).toBeLessThan(page.search(/<(style|script|link)/));
  });

  it('refers to nothing outside itself', () => {
    const withoutNamespace = page.replaceAll('http://www.w3.org/2000/svg', '');
    expect(withoutNamespace).not.toMatch(/https?:\/\//);
    expect(page).not.toMatch(/ src=|@import|url\(/);
    expect(page.match(/href="(?!data:)/g)).toBeNull();
  });

  it('has no style or handler in an attribute, which the policy would refuse', () => {
    expect(page).not.toMatch(/<[^>]+ (style|on[a-z]+)=/);
  });

  it(`has at most ${MAX_GZIP_BYTES} bytes when compressed`, () => {
    expect(gzipSync(page).length).toBeLessThanOrEqual(MAX_GZIP_BYTES);
  });

  it('is the same text each time it is built', async () => {
    const again = await compilePage(ROOT);
    expect(renderPage(again, { wsUrl: WS_URL, heartbeatSeconds: 240 })).toBe(page);
  });

  it('carries the configuration that its script reads', () => {
    const json = contentOf(page, '<script type="application/json" id="config">', 'script');
    expect(readConfig(json)).toEqual({
      wsUrl: WS_URL,
      heartbeatSeconds: 240,
      isPrivate: false,
    });
  });

  it('keeps an address from ending the element it stands in', () => {
    const wsUrl = 'wss://a.example/?</script><script>alert(1)//<!--$&';
    const built = renderPage(compiled, { wsUrl, heartbeatSeconds: 1 });
    expect(built.match(/<script/g)).toHaveLength(2);
    const json = contentOf(built, '<script type="application/json" id="config">', 'script');
    expect(readConfig(json).wsUrl).toBe(wsUrl);
  });

  it.each([
    ['ws://127.0.0.1:40123/', 'ws://127.0.0.1:40123'],
    ['wss://a_b.example.com:443/release/?x=1', 'wss://a_b.example.com'],
    ['ws://[::1]:8080/', 'ws:'],
  ])('may connect from %s to %s', (wsUrl, source) => {
    const built = renderPage(compiled, { wsUrl, heartbeatSeconds: 1 });
    expect(directivesOf(built)['connect-src']).toBe(source);
  });

  it.each(['', 'chat.example.com', 'https://chat.example.com/', 'ws://a;b/', 'ws://a"b/'])(
    'refuses %j as the address of a gateway',
    (wsUrl) => {
      expect(() => renderPage(compiled, { wsUrl, heartbeatSeconds: 1 })).toThrow(
        new UserError(
          `The page cannot connect to "${wsUrl}": it needs an address such as wss://chat.example.com/.`,
        ),
      );
    },
  );

  it.each([0, -1, NaN, Infinity])('refuses a heartbeat of %d s', (heartbeatSeconds) => {
    expect(() => renderPage(compiled, { wsUrl: WS_URL, heartbeatSeconds })).toThrow(UserError);
  });

  describe('from a changed source', () => {
    let root: string;

    beforeEach(async () => {
      root = await mkdtemp(path.join(tmpdir(), 'scf-chat-page-'));
      await cp(path.join(ROOT, 'web'), path.join(root, 'web'), { recursive: true });
    });

    afterEach(async () => {
      await rm(root, { recursive: true });
    });

    it.each([
      [
        'body {\n  color red;\n}\n',
        /^web\/style\.css does not compile.*\n {2}web\/style\.css:2:8: /,
      ],
      ['body {\n  color: red;\n', /web\/style\.css:3:1: .*"}"/],
    ])('fails likewise for a style that browsers would skip: %j', async (css, message) => {
      await writeFile(path.join(root, 'web/style.css'), css);
      await expect(compilePage(root)).rejects.toThrow(message);
    });

    it('fails for a page that is missing', async () => {
      await rm(path.join(root, 'web/index.html'));
      await expect(compilePage(root)).rejects.toThrow(
        /^web\/index\.html cannot be read, so nothing/,
      );
    });

    it('fails with file, line and column when the script does not compile', async () => {
      await writeFile(path.join(root, 'web/main.ts'), 'const ok = 1;\nconst = 2;\n');
      await expect(compilePage(root)).rejects.toThrow(/web\/main\.ts:2:7: .*\n.*const = 2;/);
    });

    it('fails when the HTML has lost a place to fill', async () => {
      await writeFile(path.join(root, 'web/main.ts'), '');
      await writeFile(path.join(root, 'web/index.html'), '<!doctype html>');
      const damaged = await compilePage(root);
      expect(() => renderPage(damaged, { wsUrl: WS_URL, heartbeatSeconds: 1 })).toThrow(
        /web\/index\.html must hold exactly once: <meta/,
      );
    });
  });
});
