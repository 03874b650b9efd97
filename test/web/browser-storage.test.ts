import type { PageStorage } from '../../web/storage';

// Required, since the types of a browser are not there for tests.
const { browserStorage } = jest.requireActual<{
  browserStorage: (of: 'localStorage' | 'sessionStorage') => PageStorage;
}>('../../web/browser-storage');

/** A storage of a browser that takes a few characters in all. */
class FullStorage {
  readonly texts = new Map<string, string>();

  getItem(name: string): string | null {
    return this.texts.get(name) ?? null;
  }

  setItem(name: string, text: string): void {
    if (text.length > 5) throw new Error('QuotaExceededError');
    this.texts.set(name, text);
  }

  removeItem(name: string): void {
    this.texts.delete(name);
  }
}

describe('a storage of the browser', () => {
  afterEach(() => {
    Reflect.deleteProperty(globalThis, 'window');
  });

  it('forgets what it kept where it cannot keep what replaces it', () => {
    Object.assign(globalThis, { window: { sessionStorage: new FullStorage() } });
    const storage = browserStorage('sessionStorage');
    storage.write('transcript', 'short');
    expect(storage.read('transcript')).toBe('short');
    storage.write('transcript', 'too long for it');
    expect(storage.read('transcript')).toBeNull();
  });

  it('does nothing where there is none', () => {
    Object.assign(globalThis, { window: {} });
    const storage = browserStorage('localStorage');
    storage.write('transcript', 'short');
    expect(storage.read('transcript')).toBeNull();
  });
});
