import { findLinks } from '../../web/links';

function linksIn(text: string): string[] {
  return findLinks(text).flatMap((piece) => (piece.isLink ? piece.text : []));
}

describe('links', () => {
  it('finds addresses and leaves every character where it was', () => {
    const text = 'a https://example.com/a?b=c&d=%E4#e and\nHTTP://[::1]:80/x end';
    expect(findLinks(text)).toEqual([
      { text: 'a ', isLink: false },
      { text: 'https://example.com/a?b=c&d=%E4#e', isLink: true },
      { text: ' and\n', isLink: false },
      { text: 'HTTP://[::1]:80/x', isLink: true },
      { text: ' end', isLink: false },
    ]);
  });

  it.each([
    ['See https://example.com.', 'https://example.com'],
    ['Really https://example.com/a?!', 'https://example.com/a'],
    ["'https://example.com/a', he said", 'https://example.com/a'],
    ['(see https://example.com/a)', 'https://example.com/a'],
    ['(see https://example.com/a).', 'https://example.com/a'],
    ['https://example.com/a_(b)', 'https://example.com/a_(b)'],
    ['(https://example.com/a_(b))', 'https://example.com/a_(b)'],
    ['https://example.com/a_(b).)', 'https://example.com/a_(b)'],
    ['[https://example.com/a]', 'https://example.com/a'],
    ['<https://example.com/a>', 'https://example.com/a'],
    ['"https://example.com/a"', 'https://example.com/a'],
    ['请看https://example.com/a谢谢', 'https://example.com/a'],
    ['（https://example.com/a）。', 'https://example.com/a'],
  ])('in %s ends where the address ends', (text, address) => {
    expect(linksIn(text)).toEqual([address]);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'ftp://example.com/a',
    'view-source:example.com',
    'xhttps://example.com/a',
    'www.example.com',
    'https://',
    'https://...',
    'http://[broken/',
    'https://bank.example@evil.example/',
    'https://user:secret@example.com/',
    '',
  ])('are not found in %j', (text) => {
    expect(linksIn(text)).toEqual([]);
    expect(
      findLinks(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });

  it.each([
    ['brackets', `https://example.com/${')'.repeat(64_000)}`],
    ['full stops', `https://example.com/${'.'.repeat(64_000)}`],
    ['addresses', 'https://'.repeat(8_000)],
    ['words that nearly are one', 'https:/'.repeat(9_000)],
  ])('are found in a message of nothing but %s without holding up the page', (_what, text) => {
    expect(
      findLinks(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });
});
