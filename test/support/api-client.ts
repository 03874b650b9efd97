import Sign from 'tencentcloud-sdk-nodejs-common/tencentcloud/common/sign';
import { sendRequest } from './cloud-requests';

export interface ApiClientOptions {
  readonly port: number;
  readonly secretId: string;
  readonly secretKey: string;
  readonly token?: string;
  readonly region?: string;
  /** Milliseconds since the epoch; the real time unless given. */
  readonly now?: () => number;
}

export type ApiAnswer = Record<string, unknown>;

const VERSIONS: Readonly<Record<string, string>> = {
  api: '2020-11-06',
  apigateway: '2018-08-08',
  cam: '2019-01-16',
  dnspod: '2021-03-23',
  clb: '2018-03-17',
  redis: '2018-04-12',
  region: '2022-06-27',
  scf: '2018-04-16',
  tag: '2018-08-13',
};

/** Calls API 3.0 through the cloud as a proxy, signed by Tencent's own SDK; returns `Response`. */
export function createApiClient({
  port,
  secretId,
  secretKey,
  token,
  region = 'ap-guangzhou',
  now = Date.now,
}: ApiClientOptions) {
  return async (product: string, action: string, input: unknown): Promise<ApiAnswer> => {
    const host = `${product}.tencentcloudapi.com`;
    const timestamp = Math.floor(now() / 1000);
    const headers = { 'Content-Type': 'application/json' };
    const authorization = Sign.sign3({
      method: 'POST',
      url: `http://${host}/`,
      payload: Buffer.from(JSON.stringify(input)),
      timestamp,
      service: product,
      secretId,
      secretKey,
      multipart: false,
      boundary: '',
      headers,
    });
    const { body } = await sendRequest(port, {
      method: 'POST',
      target: `http://${host}/`,
      headers: {
        ...headers,
        Host: host,
        Authorization: authorization,
        'X-TC-Action': action,
        'X-TC-Version': VERSIONS[product] ?? '2017-03-12',
        'X-TC-Timestamp': String(timestamp),
        'X-TC-Region': region,
        ...(token !== undefined && { 'X-TC-Token': token }),
      },
      body: JSON.stringify(input),
    });
    return (JSON.parse(body) as { Response: ApiAnswer }).Response;
  };
}

/** The code of an answer that says no; undefined when it says yes. */
export function errorCode(answer: ApiAnswer): string | undefined {
  return (answer['Error'] as { Code: string } | undefined)?.Code;
}
