import COS from 'cos-nodejs-sdk-v5';
import type { LocalCloud } from '../../localcloud/local-cloud';

export interface CosKeys {
  readonly secretId: string;
  readonly secretKey: string;
  readonly sessionToken?: string;
}

/** Tencent's own client of COS, with the local cloud as its proxy. */
export function createCosClient(
  { baseUrl, credentials }: Pick<LocalCloud, 'baseUrl' | 'credentials'>,
  keys: CosKeys = credentials,
): COS {
  return new COS({
    SecretId: keys.secretId,
    SecretKey: keys.secretKey,
    ...(keys.sessionToken !== undefined && { SecurityToken: keys.sessionToken }),
    Domain: '{Bucket}.cos.{Region}.myqcloud.com',
    Protocol: 'http:',
    Proxy: baseUrl,
  });
}
