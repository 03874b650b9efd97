import { credentialIn, credentialOf } from '../../web/credential';
import type { PageStorage } from '../../web/storage';

function storage(kept: Record<string, string> = {}): PageStorage {
  return {
    read: (name) => kept[name] ?? null,
    write: (name, text) => {
      kept[name] = text;
    },
  };
}

const NONE = { hash: '' };

describe('the credential of the page', () => {
  it.each([
    ['#token=open%20sesame%2B', 'scf-chat.token.b3BlbiBzZXNhbWUr'],
    ['#jwt=eyJhbGciOiJIUzI1NiJ9.e30.a-_b', 'scf-chat.jwt.eyJhbGciOiJIUzI1NiJ9.e30.a-_b'],
    ['#token=%E4%BD%A0', 'scf-chat.token.5L2g'],
  ])('is taken from %s', (hash, expected) => {
    expect(credentialIn({ hash })).toBe(expected);
  });

  it.each(['', '#', '#token=', '#jwt=', '#jwt=not%20a%20JWT', '#message-7'])(
    'is not taken from "%s"',
    (hash) => {
      expect(credentialIn({ hash })).toBeUndefined();
    },
  );

  it('is kept for the tab, until another one is brought', () => {
    const ofTab = storage();
    expect(credentialOf(NONE, ofTab)).toBeUndefined();
    const first = credentialOf({ hash: '#token=first' }, ofTab);
    expect(credentialOf(NONE, ofTab)).toBe(first);
    const second = credentialOf({ hash: '#jwt=a.b.c' }, ofTab);
    expect(second).not.toBe(first);
    expect(credentialOf(NONE, ofTab)).toBe(second);
  });
});
