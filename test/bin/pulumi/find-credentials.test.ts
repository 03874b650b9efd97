import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hasCredentials } from '../../../bin/pulumi/find-credentials';

const BOTH = { TENCENTCLOUD_SECRET_ID: 'id', TENCENTCLOUD_SECRET_KEY: 'key' };

describe('the credentials of a stack', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), 'credentials-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  it('are in the environment', () => {
    expect(hasCredentials(root, 'dev', BOTH)).toBe(true);
    expect(hasCredentials(root, 'dev', {})).toBe(false);
    expect(hasCredentials(root, 'dev', { TENCENTCLOUD_SECRET_ID: 'id' })).toBe(false);
    expect(hasCredentials(root, 'dev', { ...BOTH, TENCENTCLOUD_SECRET_KEY: '' })).toBe(false);
  });

  it('or in its own configuration, encrypted or not', () => {
    writeFileSync(
      path.join(root, 'Pulumi.dev.yaml'),
      'config:\n  tencentcloud:secretId: id\n  tencentcloud:secretKey:\n    secure: v1:abc\n',
    );
    expect(hasCredentials(root, 'dev', {})).toBe(true);
    expect(hasCredentials(root, 'prod', {})).toBe(false);
  });

  it('and are not in a file that says nothing', () => {
    writeFileSync(path.join(root, 'Pulumi.dev.yaml'), '');
    writeFileSync(path.join(root, 'Pulumi.yaml'), 'name: scf-chat\nconfig:\n');
    expect(hasCredentials(root, 'dev', {})).toBe(false);
  });
});
