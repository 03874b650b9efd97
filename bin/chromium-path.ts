import { existsSync } from 'node:fs';
import { CommandError } from './command-error';

/** Where systems put a Chromium. */
const USUAL_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The Chromium of this machine, if it has one.
 *
 * @param named by CHROMIUM_PATH, instead of the usual ones
 * @throws CommandError when there is none of that name
 */
export function findChromium(named = process.env['CHROMIUM_PATH']): string | undefined {
  if (named === undefined || named === '') return USUAL_PATHS.find((file) => existsSync(file));
  if (existsSync(named)) return named;
  throw new CommandError(
    `CHROMIUM_PATH names ${named}, and there is no such file.\nTo fix it: name a Chromium or Chrome, or unset it to take the usual one.`,
  );
}
