import { checkAccount, checkCredentials, LOCAL_APP_ID } from '../../infra/cloud';
import { checkRegion } from '../../infra/region';

const OWN_KEY = { secretId: 'AKIDEXAMPLE', secretKey: 'examplekey' };
const LOCAL_KEY = { secretId: 'AKIDLOCALEXAMPLE', secretKey: 'examplekey' };

describe('a stack and its cloud', () => {
  it('belong together: local to the local cloud, every other stack to Tencent', () => {
    expect(() => checkCredentials('local', LOCAL_KEY)).not.toThrow();
    expect(() => checkCredentials('dev', OWN_KEY)).not.toThrow();
    expect(() => checkAccount('local', LOCAL_APP_ID)).not.toThrow();
    expect(() => checkAccount('dev', '1300000000')).not.toThrow();
  });

  it('refuses the stack local with an access key of Tencent', () => {
    expect(() => checkCredentials('local', OWN_KEY)).toThrow('runs on the local cloud only');
    expect(() => checkCredentials('local', OWN_KEY)).toThrow('npm start');
  });

  it('refuses any other stack with the access key of the local cloud', () => {
    expect(() => checkCredentials('prod', LOCAL_KEY)).toThrow('belongs to Tencent Cloud');
    expect(() => checkCredentials('prod', LOCAL_KEY)).toThrow('unset');
  });

  it('refuses missing credentials, saying which and where they come from', () => {
    expect(() => checkCredentials('dev', { secretId: undefined, secretKey: 'x' })).toThrow(
      'TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY',
    );
  });

  it('refuses an account of the other cloud', () => {
    expect(() => checkAccount('local', '1300000000')).toThrow(
      'has reached an account of Tencent Cloud',
    );
    expect(() => checkAccount('dev', LOCAL_APP_ID)).toThrow('has reached the local cloud');
  });

  it('never shows a secret in a refusal', () => {
    expect(() => checkCredentials('local', OWN_KEY)).not.toThrow('examplekey');
    expect(() => checkCredentials('local', OWN_KEY)).not.toThrow('AKIDEXAMPLE');
  });
});

describe('a region', () => {
  it('must exist', () => {
    expect(() => checkRegion('ap-guangzhou', 'dev')).not.toThrow();
    expect(() => checkRegion('ap-atlantis', 'dev')).toThrow('There is no region "ap-atlantis"');
    expect(() => checkRegion('ap-atlantis', 'dev')).toThrow(
      'To fix it: npm run pulumi -- config set tencentcloud:region ap-guangzhou --stack dev',
    );
  });
});
