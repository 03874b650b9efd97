// Fetches the gateway's bundle from COS with the temporary keys of this machine's role, and writes
// it only if its hash is the expected one.
// node fetch-bundle.mjs <bundle.json> <target>
import { createHash, createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const [, , description, target] = process.argv;
const { url, sha256, credentials } = JSON.parse(readFileSync(description, 'utf8'));

async function get(address, headers) {
  const response = await fetch(address, { headers, signal: AbortSignal.timeout(60_000) });
  if (!response.ok) throw new Error(`${new URL(address).host} answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

/** COS's own signature of a request (436/7778). */
function signed({ host, pathname }, { TmpSecretId, TmpSecretKey, Token }) {
  const hmac = (key, text) => createHmac('sha1', key).update(text).digest('hex');
  const now = Math.floor(Date.now() / 1000);
  const time = `${now - 60};${now + 600}`;
  const request = `get\n${pathname}\n\nhost=${encodeURIComponent(host)}\n`;
  const hash = createHash('sha1').update(request).digest('hex');
  const signature = hmac(hmac(TmpSecretKey, time), `sha1\n${time}\n${hash}\n`);
  return {
    'x-cos-security-token': Token,
    authorization:
      `q-sign-algorithm=sha1&q-ak=${TmpSecretId}&q-sign-time=${time}&q-key-time=${time}` +
      `&q-header-list=host&q-url-param-list=&q-signature=${signature}`,
  };
}

const keys = JSON.parse(await get(credentials));
const bundle = await get(url, signed(new URL(url), keys));
const found = createHash('sha256').update(bundle).digest('hex');
if (found !== sha256) throw new Error(`the bundle's SHA-256 is ${found}, expected ${sha256}`);
writeFileSync(target, bundle);
