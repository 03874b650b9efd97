import { spawn } from 'node:child_process';

/** The command that opens a URL, by platform; `start` is a word of the Windows shell. */
const OPENERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/**
 * Opens a URL in the user's browser.
 *
 * @param onFailure called where there is none, or it cannot be opened
 */
export function openBrowser(url: string, onFailure: () => void): void {
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.once('error', onFailure);
  child.once('exit', (code) => {
    if (code !== null && code !== 0) onFailure();
  });
  child.unref();
}
