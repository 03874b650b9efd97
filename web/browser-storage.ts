import type { PageStorage } from './storage';

const PREFIX = 'scf-chat.';

/**
 * One of the browser's storages. Settings, sandboxes and full disks can make any use of it throw,
 * even asking for it; the page then works without.
 */
export function browserStorage(of: 'localStorage' | 'sessionStorage'): PageStorage {
  function forget(name: string): void {
    try {
      window[of].removeItem(PREFIX + name);
    } catch {
      // There is no storage at all.
    }
  }
  return {
    read(name) {
      try {
        return window[of].getItem(PREFIX + name);
      } catch {
        return null;
      }
    },
    write(name, text) {
      try {
        window[of].setItem(PREFIX + name, text);
      } catch {
        // What is not kept is only missed after the page was loaded again; what was kept before
        // would be taken for it.
        forget(name);
      }
    },
  };
}
