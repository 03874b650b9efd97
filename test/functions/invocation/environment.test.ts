import {
  EnvironmentError,
  parsePushBackEnvironment,
  parseRegistryEnvironment,
} from '../../../functions/invocation/environment';
import { ErrNo } from '../../../protocol/err-no';
import { COS_ENVIRONMENT } from '../../support/in-memory-cos';

function errorOf(parse: () => unknown): EnvironmentError {
  try {
    parse();
  } catch (error) {
    if (error instanceof EnvironmentError) return error;
    throw error;
  }
  throw new Error('The environment was accepted.');
}

describe('the environment of a function', () => {
  it('is taken when complete', () => {
    expect(parseRegistryEnvironment(COS_ENVIRONMENT)).toEqual(COS_ENVIRONMENT);
    const { PUSH_BACK_URL } = parsePushBackEnvironment({
      PUSH_BACK_URL: 'http://set-hk_adaptor_set1.cb-guangzhou.apigateway.tencentyun.com/api-1',
    });
    expect(PUSH_BACK_URL.pathname).toBe('/api-1');
  });

  it('may name another place to connect to', () => {
    const environment = { ...COS_ENVIRONMENT, COS_ENDPOINT: 'http://127.0.0.1:4001' };
    expect(parseRegistryEnvironment(environment).COS_ENDPOINT?.port).toBe('4001');
  });

  it.each(Object.keys(COS_ENVIRONMENT))('names %s when it is missing or empty', (name) => {
    for (const value of [undefined, '']) {
      const error = errorOf(() => parseRegistryEnvironment({ ...COS_ENVIRONMENT, [name]: value }));
      expect(error.detail).toBe(`${name} is missing`);
      expect(error.errNo).toBe(ErrNo.misconfigured);
    }
  });

  it('names everything that is missing at once', () => {
    const { detail } = errorOf(() => parseRegistryEnvironment({ REGISTRY_REGION: 'ap-guangzhou' }));
    expect(detail).toMatch(/REGISTRY_BUCKET is missing.*TENCENTCLOUD_SESSIONTOKEN is missing/);
    expect(detail).not.toContain('REGISTRY_REGION');
  });

  it.each([
    ['REGISTRY_BUCKET', 'chat'],
    ['REGISTRY_BUCKET', 'evil.example/chat-1250000000'],
    ['REGISTRY_REGION', 'ap-guangzhou.evil.example'],
    ['COS_ENDPOINT', '127.0.0.1:4001'],
    ['COS_ENDPOINT', 'file:///etc'],
  ])('calls %s malformed, and no more, when it is %s', (name, value) => {
    const error = errorOf(() => parseRegistryEnvironment({ ...COS_ENVIRONMENT, [name]: value }));
    expect(error.detail).toBe(`${name} is malformed`);
  });

  it.each([
    [undefined, 'PUSH_BACK_URL is missing'],
    ['set-1.cb-guangzhou/api-1', 'PUSH_BACK_URL is malformed'],
    ['ws://127.0.0.1/api-1', 'PUSH_BACK_URL is malformed'],
  ])('does not take %p as the push-back URL', (value, detail) => {
    expect(errorOf(() => parsePushBackEnvironment({ PUSH_BACK_URL: value })).detail).toBe(detail);
  });
});
