import { pushBackUrlOf, wsUrlOf } from '../../../gateway/server/addresses';
import { parseConfiguration } from '../../../gateway/server/configuration/parse-configuration';

const SECRET = 'a-secret-of-at-least-32-characters';

function configure(environment: Record<string, string>) {
  return parseConfiguration({
    environment: {
      GATEWAY_REGISTER: 'http://127.0.0.1:1',
      GATEWAY_TRANSPORT: 'http://127.0.0.1:1',
      GATEWAY_CLEANUP: 'http://127.0.0.1:1',
      GATEWAY_PUSH_BACK_SECRET: SECRET,
      ...environment,
    },
  });
}

describe('the URLs of a gateway', () => {
  it.each([
    [{}, 'ws://127.0.0.1:9000/release/'],
    [{ GATEWAY_LISTEN: '0.0.0.0:0', GATEWAY_API_PATH: '/a/b' }, 'ws://127.0.0.1:9000/release/a/b'],
    [{ GATEWAY_LISTEN: '[::]:0' }, 'ws://[::1]:9000/release/'],
    [{ GATEWAY_TLS_CERTIFICATE: 'c', GATEWAY_TLS_KEY: 'k' }, 'wss://127.0.0.1:9000/release/'],
    [
      { GATEWAY_PUBLIC_URL: 'wss://chat.example.com/', GATEWAY_API_ENVIRONMENT: 'test' },
      'wss://chat.example.com/test/',
    ],
  ])('for clients, with %j: %s', (environment, expected) => {
    expect(wsUrlOf(configure(environment), 9000)).toBe(expected);
  });

  it.each([
    [{}, `http://127.0.0.1:9001/${SECRET}?batch=500`],
    [{ GATEWAY_PUSH_BACK_BATCH: '0' }, `http://127.0.0.1:9001/${SECRET}`],
    [
      { GATEWAY_PUSH_BACK_PUBLIC_URL: 'http://10.0.0.4:8081' },
      `http://10.0.0.4:8081/${SECRET}?batch=500`,
    ],
  ])('for functions, with %j: %s', (environment, expected) => {
    expect(pushBackUrlOf(configure(environment), 9001)).toBe(expected);
  });
});
