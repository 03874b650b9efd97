import http from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  clientSettings,
  connectProduct,
  isGone,
  type ClientSettings,
} from '../../../infra/tencent-api/client';

const SETTINGS: ClientSettings = {
  secretId: 'AKIDEXAMPLE',
  secretKey: 'examplekey',
  securityToken: undefined,
  region: 'ap-guangzhou',
  protocol: 'HTTP',
  domain: 'tencentcloudapi.com',
};

interface Seen {
  readonly url: string | undefined;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A proxy that answers everything itself. */
async function startProxy(answers: object[]) {
  const seen: Seen[] = [];
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push({ url: request.url, headers: request.headers, body });
      response.end(
        JSON.stringify({ Response: answers[Math.min(seen.length, answers.length) - 1] }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    seen,
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

describe('the settings of the API Gateway client', () => {
  it('come from the configuration first, then from the environment, as for the provider', () => {
    const read = (config: Record<string, string>, environment: Record<string, string>) =>
      clientSettings((key, variable) => config[key] ?? environment[variable]);
    expect(
      read(
        { secretId: 'configured' },
        {
          TENCENTCLOUD_SECRET_ID: 'exported',
          TENCENTCLOUD_SECRET_KEY: 'key',
          TENCENTCLOUD_PROTOCOL: 'HTTP',
          TENCENTCLOUD_DOMAIN: 'cloud.test:4566',
        },
      ),
    ).toMatchObject({
      secretId: 'configured',
      secretKey: 'key',
      region: 'ap-guangzhou',
      protocol: 'HTTP',
      domain: 'cloud.test:4566',
    });
  });

  it('are refused without credentials', () => {
    expect(() => clientSettings(() => undefined)).toThrow('TENCENTCLOUD_SECRET_ID');
  });
});

describe('the API Gateway client', () => {
  const proxies: Awaited<ReturnType<typeof startProxy>>[] = [];
  afterEach(async () => {
    delete process.env['HTTP_PROXY'];
    delete process.env['http_proxy'];
    await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
  });

  async function proxyAnswering(...answers: object[]) {
    const proxy = await startProxy(answers);
    proxies.push(proxy);
    process.env['HTTP_PROXY'] = proxy.url;
    return proxy;
  }

  it('sends every request to the proxy that HTTP_PROXY names, in absolute form, as the provider does', async () => {
    const proxy = await proxyAnswering({ Result: { ApiId: 'api-1' }, RequestId: 'r' });
    const call = await connectProduct('apigateway', SETTINGS);
    await expect(call('DescribeApi', { ApiId: 'api-1' })).resolves.toMatchObject({
      Result: { ApiId: 'api-1' },
    });
    expect(proxy.seen).toHaveLength(1);
    expect(proxy.seen[0]).toMatchObject({
      url: 'http://apigateway.tencentcloudapi.com/',
      body: '{"ApiId":"api-1"}',
      headers: {
        host: 'apigateway.tencentcloudapi.com',
        'x-tc-action': 'DescribeApi',
        'x-tc-version': '2018-08-08',
        'x-tc-region': 'ap-guangzhou',
      },
    });
  });

  it('tries again when the cloud says "not now", and not otherwise', async () => {
    const proxy = await proxyAnswering(
      { Error: { Code: 'RequestLimitExceeded', Message: 'slow down' }, RequestId: 'r' },
      { Result: true, RequestId: 'r' },
    );
    const call = await connectProduct('apigateway', SETTINGS);
    await expect(call('DeleteApi', {})).resolves.toMatchObject({ Result: true });
    expect(proxy.seen).toHaveLength(2);

    const refusing = await proxyAnswering({
      Error: { Code: 'ResourceNotFound.InvalidApi', Message: 'no such API' },
      RequestId: 'r',
    });
    const refused = (await connectProduct('apigateway', SETTINGS))('DeleteApi', {});
    await expect(refused).rejects.toThrow('no such API');
    await expect(refused.catch(isGone)).resolves.toBe(true);
    expect(refusing.seen).toHaveLength(1);
  });
});
