import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tryCredentials } from '../../../bin/pulumi/try-credentials';
import { startLocalCloud, type LocalCloud } from '../../../localcloud/local-cloud';
import { ActionError } from '../../../localcloud/services/action-error';
import type { CloudFaults } from '../../../localcloud/faults';

const KEY = 'a-key-that-is-not-to-be-shown';
const TIMEOUT_MS = 5_000;

describe('the access key, before a deployment', () => {
  const faults: CloudFaults = {};
  let cloud: LocalCloud;
  const before = process.env['HTTP_PROXY'];
  beforeAll(async () => {
    cloud = await startLocalCloud({ port: 0, faults });
  });
  beforeEach(() => {
    process.env['HTTP_PROXY'] = cloud.baseUrl;
  });
  afterEach(() => {
    faults.api = undefined;
    if (before === undefined) delete process.env['HTTP_PROXY'];
    else process.env['HTTP_PROXY'] = before;
  });
  afterAll(() => cloud.close());

  function tryWith(more: Readonly<Record<string, string>> = {}, timeoutMs = TIMEOUT_MS) {
    const environment: Record<string, string> = { ...cloud.environment, ...more };
    return tryCredentials((_key, variable) => environment[variable], timeoutMs);
  }

  it('is taken where Tencent knows whose it is', async () => {
    await tryWith();
  });

  it.each([
    ['SECRET_KEY', 'AuthFailure.SignatureFailure'],
    ['SECRET_ID', 'AuthFailure.SecretIdNotFound'],
  ])('is refused with a wrong %s, in the words of Tencent', async (name, code) => {
    const tried = tryWith({ [`TENCENTCLOUD_${name}`]: KEY });
    await expect(tried).rejects.toThrow(
      /^Tencent did not accept the access key: .+ Nothing was changed\.\nTo fix it: set TENCENTCLOUD_SECRET_ID/s,
    );
    await expect(tried).rejects.toThrow(`(${code})`);
    await expect(tried).rejects.not.toThrow(KEY);
  });

  it('is taken where it may not ask whose it is, or Tencent is busy', async () => {
    faults.api = () => {
      throw new ActionError<string>('AuthFailure.UnauthorizedOperation', 'Not this one.');
    };
    await tryWith();
    faults.api = () => {
      throw new ActionError<string>('UnsupportedOperation', 'Not now.');
    };
    await tryWith();
  });

  it('is not asked for three minutes where nobody can be reached', async () => {
    process.env['HTTP_PROXY'] = 'http://127.0.0.1:1';
    await expect(tryWith()).rejects.toThrow(
      /^Tencent cannot be reached: .+ECONNREFUSED.+\nTo fix it: npm run doctor -- --deploy/,
    );
  });

  it('is not waited for where nobody answers', async () => {
    const silent: Server = createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    process.env['HTTP_PROXY'] = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    await expect(tryWith({}, 50)).rejects.toThrow(
      'Tencent cannot be reached: no answer within 0.05 s',
    );
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });
});
