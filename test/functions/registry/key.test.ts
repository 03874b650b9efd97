import { createHash } from 'node:crypto';
import {
  connectionHash,
  connectionIdOf,
  connectionKey,
  hashOf,
  markerBefore,
} from '../../../functions/registry/key';
import { toConnectionId } from '../../../protocol/connection-id';

const IDS = [
  'x',
  'IzSMCfYAvHcCHkgQzUVJXg==',
  'a+b/c==',
  '//++==',
  '../../etc',
  '连接-ключ-🔑',
  'with space & <xml> % # ?',
  'y'.repeat(256),
];

describe('the key of a connection', () => {
  it.each(IDS)('leads back to the id %p', (id) => {
    expect(connectionIdOf(connectionKey(toConnectionId(id)))).toBe(id);
  });

  it.each(IDS)('needs no escaping in a URL or in XML for %p', (id) => {
    expect(connectionKey(toConnectionId(id))).toMatch(/^connections\/[0-9a-f]{8}[\w-]+$/);
  });

  it("starts with 8 digits of the id's SHA-256", () => {
    const id = toConnectionId('a+b/c==');
    const sha256 = createHash('sha256').update('a+b/c==').digest('hex');
    expect(connectionHash(id)).toBe(sha256.slice(0, 8));
    expect(hashOf(connectionKey(id))).toBe(parseInt(sha256.slice(0, 8), 16));
  });

  it.each([
    '',
    'connections/',
    'connections/01234567',
    'connections/0123456eYQ/x',
    'connections/0123456GYQ',
    'connection/01234567YQ',
    'connections/01234567YQ==',
    'other/connections/01234567YQ',
  ])('is not what %p is', (key) => {
    expect(connectionIdOf(key)).toBeUndefined();
    expect(hashOf(key)).toBeUndefined();
  });

  it('does not come before the marker of its hash, nor after that of the next', () => {
    const key = connectionKey(toConnectionId('x'));
    const hash = hashOf(key) ?? NaN;
    expect(markerBefore(hash) < key).toBe(true);
    expect(key < markerBefore(hash + 1)).toBe(true);
    expect(markerBefore(1)).toBe('connections/00000001');
  });
});
