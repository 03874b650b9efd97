import { existsSync } from 'node:fs';

/** Where systems put a Chromium; CHROMIUM_PATH names any other. */
const USUAL_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The Chromium of this machine, if it has one. */
export const chromiumPath = [process.env['CHROMIUM_PATH'] ?? '', ...USUAL_PATHS].find((file) =>
  existsSync(file),
);
