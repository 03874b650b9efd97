import { AwsV4Signer } from 'aws4fetch';
import { createHash } from 'node:crypto';
import http from 'node:http';
import { HttpProxyAgent } from 'http-proxy-agent';
import { CommonClient } from 'tencentcloud-sdk-nodejs-common';

/** How to reach a local cloud: as the provider does, through it as the HTTP proxy. */
export interface CloudAddress {
  readonly baseUrl: string;
  readonly region: string;
  readonly credentials: { readonly secretId: string; readonly secretKey: string };
}

/** The API versions that the provider names. */
const VERSIONS = {
  api: '2020-11-06',
  apigateway: '2018-08-08',
  cam: '2019-01-16',
  clb: '2018-03-17',
  cvm: '2017-03-12',
  dnspod: '2021-03-23',
  redis: '2018-04-12',
  region: '2022-06-27',
  scf: '2018-04-16',
  tag: '2018-08-13',
  vpc: '2017-03-12',
} as const;

export type Product = keyof typeof VERSIONS;
export type ApiInput = Readonly<Record<string, unknown>>;
export type ApiAnswer = Readonly<Record<string, unknown>>;

/** What a COS request carries; nothing unless given. */
export interface CosContent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends to a local cloud what the provider would send. */
export class CloudClient {
  private readonly clients = new Map<Product, CommonClient>();

  constructor(private readonly address: CloudAddress) {}

  get region(): string {
    return this.address.region;
  }

  /** Calls one action of an API 3.0 product. Rejects with the product's error. */
  async call(product: Product, action: string, input: ApiInput): Promise<ApiAnswer> {
    return (await this.client(product).request(action, input)) as ApiAnswer;
  }

  /**
   * Sends one COS request to a bucket; any other status than 2xx rejects.
   *
   * @param headers more than the signature needs
   */
  async cos(
    bucket: string,
    method: 'PUT' | 'DELETE',
    pathAndQuery: string,
    { headers = {}, body = '' }: CosContent = {},
  ): Promise<void> {
    const host = `${bucket}.cos.${this.region}.myqcloud.com`;
    const { secretId, secretKey } = this.address.credentials;
    const signed = await new AwsV4Signer({
      method,
      url: `http://${host}${pathAndQuery}`,
      body,
      headers: {
        ...headers,
        'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
      },
      accessKeyId: secretId,
      secretAccessKey: secretKey,
      service: 's3',
      region: this.region,
    }).sign();
    const { hostname, port } = new URL(this.address.baseUrl);
    const options = {
      host: hostname,
      port,
      method,
      path: signed.url.href,
      headers: { ...Object.fromEntries(signed.headers), host },
    };
    await new Promise<void>((resolve, reject) => {
      const request = http.request(options, (response) => {
        const status = response.statusCode ?? 0;
        response.resume().once('end', () => {
          if (status >= 200 && status < 300) {
            resolve();
          } else {
            reject(
              new Error(`COS answered ${method} ${pathAndQuery} of ${bucket} with ${status}.`),
            );
          }
        });
      });
      request.once('error', reject).end(body);
    });
  }

  private client(product: Product): CommonClient {
    const known = this.clients.get(product);
    if (known) {
      return known;
    }
    const endpoint = `${product}.tencentcloudapi.com`;
    const client = new CommonClient(endpoint, VERSIONS[product], {
      credential: this.address.credentials,
      region: this.region,
      profile: {
        httpProfile: {
          endpoint,
          protocol: 'http://',
          agent: new HttpProxyAgent(this.address.baseUrl, { keepAlive: true }),
        },
      },
    });
    this.clients.set(product, client);
    return client;
  }
}
