/** A piece of a message: text, or an address to link to. */
export interface Piece {
  readonly text: string;
  readonly isLink: boolean;
}

/**
 * What may be an address. It ends at the first character that a URL cannot hold (RFC 3986 §2), so
 * that Chinese, which puts no space behind it, is not taken for a part of it.
 */
const CANDIDATE = /\bhttps?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+/gi;

/** What ends a sentence rather than an address. */
const SENTENCE_END = ".,:;!?'*";

/** A closing bracket belongs to the address only where it was opened in it. */
const OPENING: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

/**
 * Finds the addresses in a text: http and https only, none with a user name, since that is how an
 * address is made to look like another's.
 *
 * @returns pieces that together are the text
 */
export function findLinks(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: candidate, index } of text.matchAll(CANDIDATE)) {
    const address = withoutSentenceEnd(candidate);
    if (!isLinkable(address)) continue;
    if (index > from) pieces.push({ text: text.slice(from, index), isLink: false });
    pieces.push({ text: address, isLink: true });
    from = index + address.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), isLink: false });
  return pieces;
}

function withoutSentenceEnd(candidate: string): string {
  const unopened: Record<string, number> = {};
  for (const [closing, opening] of Object.entries(OPENING)) {
    unopened[closing] = candidate.split(closing).length - candidate.split(opening).length;
  }
  let end = candidate.length;
  for (; end > 0; end -= 1) {
    const last = candidate.charAt(end - 1);
    const surplus = unopened[last] ?? 0;
    if (surplus > 0) unopened[last] = surplus - 1;
    else if (!SENTENCE_END.includes(last)) break;
  }
  return candidate.slice(0, end);
}

function isLinkable(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password } = new URL(address);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}
