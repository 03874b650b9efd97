import { AwsV4Signer } from 'aws4fetch';
import { HttpError, type HttpResponse } from '../http/http';
import { sendWithRetry, type RetryPorts } from '../http/send-with-retry';
import type { RegistryEnvironment } from '../invocation/environment';
import { RegistryError } from './registry';

/** For each of the two attempts; COS answers within a few dozen milliseconds as a rule. */
const COS_TIMEOUT_MS = 2_000;

const EMPTY_BODY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

export type CosMethod = 'GET' | 'PUT' | 'DELETE';

/**
 * Sends a request without a body for this path and query of the bucket, signed, with one retry.
 * Resolves with any answer but a transient failure; rejects with RegistryError.
 */
export type SendToCos = (method: CosMethod, path: string) => Promise<HttpResponse>;

/**
 * Requests to the registry's bucket by S3's signature, version 4, in virtual-hosted style, the only
 * one there is (436/37421). `COS_ENDPOINT` changes where to connect, and nothing that is signed.
 */
export function openBucket(environment: RegistryEnvironment, ports: RetryPorts): SendToCos {
  const { REGISTRY_BUCKET: bucket, REGISTRY_REGION: region, COS_ENDPOINT: endpoint } = environment;
  const host = `${bucket}.cos.${region}.myqcloud.com`;
  const base = `https://${host}`;
  const origin = endpoint ?? new URL(base);
  const signingKeys = new Map<string, ArrayBuffer>();

  return async (method, path) => {
    const signer = new AwsV4Signer({
      method,
      url: base + path,
      headers: { 'X-Amz-Content-Sha256': EMPTY_BODY_SHA256 },
      accessKeyId: environment.TENCENTCLOUD_SECRETID,
      secretAccessKey: environment.TENCENTCLOUD_SECRETKEY,
      sessionToken: environment.TENCENTCLOUD_SESSIONTOKEN,
      service: 's3',
      region,
      cache: signingKeys,
      datetime: signingTime(ports.clock.now()),
    });
    const { headers } = await signer.sign();
    const result = await sendWithRetry(
      { method, origin, path, headers: ['Host', host, ...[...headers].flat()], body: '' },
      COS_TIMEOUT_MS,
      ports,
    );
    if (!(result instanceof HttpError)) return result;
    throw new RegistryError(`COS did not answer ${method}: ${result.reason}`, { cause: result });
  };
}

/** Throws RegistryError, with the code that COS gives, unless the answer is a success. */
export function requireSuccess(method: CosMethod, { status, body }: HttpResponse): void {
  if (status >= 200 && status < 300) return;
  throw new RegistryError(`COS answered ${method} with ${status} ${cosErrorCode(body)}`.trimEnd());
}

/** The code in COS's error answer, e.g. `AccessDenied`; empty where there is none (436/7730). */
export function cosErrorCode(body: string): string {
  return /<Code>(\w+)<\/Code>/.exec(body)?.[1] ?? '';
}

/** `20261123T075500Z`, as the signature wants it. */
function signingTime(now: number): string {
  return new Date(now).toISOString().replace(/[:-]|\.\d{3}/g, '');
}
