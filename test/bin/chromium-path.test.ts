import { findChromium } from '../../bin/chromium-path';

describe('the Chromium of this machine', () => {
  it('is the one that CHROMIUM_PATH names', () => {
    expect(findChromium(process.execPath)).toBe(process.execPath);
  });

  it('is none where CHROMIUM_PATH names a file that is not there', () => {
    expect(() => findChromium('/no/such/chromium')).toThrow(
      /^CHROMIUM_PATH names \/no\/such\/chromium, and there is no such file\.\nTo fix it: /,
    );
  });
});
