import { pause } from './pause';

/** Calls one action of a product's API 3.0 and gives its answer. */
export type CallProduct = (
  action: string,
  input: Readonly<Record<string, unknown>>,
) => Promise<Record<string, unknown>>;

/** The versions of the APIs that are called here. */
const VERSIONS = {
  apigateway: '2018-08-08',
  cam: '2019-01-16',
  clb: '2018-03-17',
  cvm: '2017-03-12',
  dnspod: '2021-03-23',
  redis: '2018-04-12',
  vpc: '2017-03-12',
} as const;

export type Product = keyof typeof VERSIONS;

/** What the client needs to know; by the rules of the Terraform provider, so that both reach the same cloud. */
export interface ClientSettings {
  readonly secretId: string;
  readonly secretKey: string;
  readonly securityToken: string | undefined;
  readonly region: string;
  /** `HTTP` or `HTTPS`. */
  readonly protocol: string;
  /** e.g. `tencentcloudapi.com`; may carry a port. */
  readonly domain: string;
}

/** Answers that only say "not now" (628/14886, error codes). */
const RETRYABLE = [
  'FailedOperation.ApiInOperation',
  'FailedOperation.ServiceInOperation',
  'InternalError',
  'RequestLimitExceeded',
];
const ATTEMPTS = 5;
const FIRST_DELAY_MS = 500;

/** Reads a setting of the provider where the provider reads it: configuration, then environment. */
export type ReadSetting = (configKey: string, variable: string) => string | undefined;

/**
 * Finds the client's settings as the provider finds its own.
 *
 * @throws Error when there are no credentials
 */
export function clientSettings(read: ReadSetting): ClientSettings {
  const secretId = read('secretId', 'TENCENTCLOUD_SECRET_ID');
  const secretKey = read('secretKey', 'TENCENTCLOUD_SECRET_KEY');
  if (!secretId || !secretKey) {
    throw new Error(
      'There are no credentials for Tencent Cloud: set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY.',
    );
  }
  return {
    secretId,
    secretKey,
    securityToken: read('securityToken', 'TENCENTCLOUD_SECURITY_TOKEN'),
    region: read('region', 'TENCENTCLOUD_REGION') ?? 'ap-guangzhou',
    protocol: read('protocol', 'TENCENTCLOUD_PROTOCOL') ?? 'HTTPS',
    domain: read('domain', 'TENCENTCLOUD_DOMAIN') ?? 'tencentcloudapi.com',
  };
}

/**
 * A client of one product. It runs inside Pulumi's dynamic provider process, from its own source
 * text: packages are therefore loaded inside.
 *
 * The proxy is chosen here and not by the SDK, which looks at `http_proxy` only and would
 * otherwise call the real cloud while the provider calls the one named by HTTP_PROXY. Where both
 * are set, the capitals count, as they do for the provider.
 *
 * @param signal ends every call
 */
export async function connectProduct(
  product: Product,
  settings: ClientSettings,
  signal?: AbortSignal,
): Promise<CallProduct> {
  const { CommonClient } = await import('tencentcloud-sdk-nodejs-common');
  const { getProxyForUrl } = await import('proxy-from-env');
  const { HttpProxyAgent } = await import('http-proxy-agent');
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  const http = await import('node:http');
  const https = await import('node:https');

  const endpoint = `${product}.${settings.domain}`;
  const isHttp = settings.protocol === 'HTTP';
  const protocol = isHttp ? 'http://' : 'https://';
  const found = getProxyForUrl(`${protocol}${endpoint}`);
  const capitals = process.env[isHttp ? 'HTTP_PROXY' : 'HTTPS_PROXY'] ?? '';
  const proxy = found === '' || capitals === '' ? found : capitals;
  const proxied = isHttp ? HttpProxyAgent : HttpsProxyAgent;
  const direct = isHttp ? http.Agent : https.Agent;
  const agent = proxy ? new proxied(proxy) : new direct();
  const client = new CommonClient(endpoint, VERSIONS[product], {
    credential: {
      secretId: settings.secretId,
      secretKey: settings.secretKey,
      token: settings.securityToken,
    },
    region: settings.region,
    profile: { httpProfile: { endpoint, protocol, agent } },
  });

  return async function call(action, input) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return (await client.request(action, input, { ...(signal && { signal }) })) as Record<
          string,
          unknown
        >;
      } catch (error) {
        if (!isTemporary(error) || attempt === ATTEMPTS) {
          throw error;
        }
        await pause(FIRST_DELAY_MS * 2 ** (attempt - 1));
      }
    }
  };
}

/** The number (Uin) of the account that the credentials belong to. */
export async function accountInUse(
  settings: ClientSettings,
  signal?: AbortSignal,
): Promise<string> {
  const call = await connectProduct('cam', settings, signal);
  return String((await call('GetUserAppId', {}))['Uin']);
}

/** Whether an error says "not now", or comes from a server that could not say anything. */
function isTemporary(error: unknown): boolean {
  const code = errorCode(error);
  const status = error instanceof Error && 'httpCode' in error ? Number(error.httpCode) : 0;
  return status >= 500 || RETRYABLE.some((name) => code === name || code.startsWith(`${name}.`));
}

/** The `Code` of an API 3.0 error, or an empty text for any other one. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

/** Whether an error says that the service or the API does not exist (any more). */
export function isGone(error: unknown): boolean {
  return errorCode(error).startsWith('ResourceNotFound');
}
