import {
  LOCAL_PASSPHRASE,
  pointedAtLocalCloud,
  withoutLocalCloud,
} from '../../bin/cloud-variables';
import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';

let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await startLocalCloud({ port: 0 });
});
afterAll(() => cloud.close());

const OWN_KEY = { TENCENTCLOUD_SECRET_ID: 'AKIDEXAMPLE', TENCENTCLOUD_SECRET_KEY: 'examplekey' };
const OFFICE = {
  HTTP_PROXY: 'http://proxy.office.example:3128',
  HTTPS_PROXY: 'http://proxy.office.example:3128',
  NO_PROXY: 'intranet.example',
};

describe('the environment of a stack of the local cloud', () => {
  it('has all of the cloud’s variables, and nothing else that chooses a cloud', () => {
    const exported = {
      ...OWN_KEY,
      ...OFFICE,
      http_proxy: 'http://proxy.office.example:3128',
      TENCENTCLOUD_DOMAIN: 'internal.tencentcloudapi.com',
      TENCENTCLOUD_ASSUME_ROLE_ARN: 'qcs::cam::uin/1:roleName/r',
      PATH: '/bin',
    };
    expect(pointedAtLocalCloud(exported, cloud.environment)).toEqual({
      ...cloud.environment,
      HTTPS_PROXY: OFFICE.HTTPS_PROXY,
      PATH: '/bin',
    });
  });
});

describe('the environment of any other stack', () => {
  it('has none of a local cloud’s variables, whatever was pasted into the terminal', () => {
    const left = withoutLocalCloud({ PATH: '/bin', ...cloud.environment });
    expect(left).toEqual({ PATH: '/bin' });
  });

  it('keeps the user’s own key, given after a local cloud’s variables were pasted', () => {
    const left = withoutLocalCloud({ PATH: '/bin', ...cloud.environment, ...OWN_KEY });
    expect(left).toEqual({ PATH: '/bin', ...OWN_KEY });
  });

  it('keeps the user’s own proxy, given after a local cloud’s variables were pasted', () => {
    const left = withoutLocalCloud({ ...cloud.environment, ...OWN_KEY, ...OFFICE });
    expect(left).toEqual({ ...OWN_KEY, ...OFFICE });
  });

  it('has not the passphrase of the local cloud’s stacks, which is no secret', () => {
    const pasted = { PULUMI_CONFIG_PASSPHRASE: LOCAL_PASSPHRASE, PATH: '/bin' };
    expect(withoutLocalCloud(pasted)).toEqual({ PATH: '/bin' });
    expect(withoutLocalCloud({ ...pasted, ...cloud.environment })).toEqual({ PATH: '/bin' });
  });

  it('is left alone where nothing of a local cloud was pasted', () => {
    const own = {
      ...OWN_KEY,
      ...OFFICE,
      HTTP_PROXY: 'http://127.0.0.1:3128',
      TENCENTCLOUD_REGION: 'ap-guangzhou',
      TENCENTCLOUD_READ_RETRY_TIMEOUT: '1',
      TENCENTCLOUD_PROTOCOL: 'HTTP',
      PULUMI_CONFIG_PASSPHRASE: 'my own',
    };
    expect(withoutLocalCloud(own)).toBe(own);
  });
});
