import type { Principal } from '../../access-key';

/** A request for a bucket or one of its objects, with its signature checked. */
export interface CosRequest {
  readonly method: string;
  /** With its AppId, as in the host. */
  readonly bucket: string;
  /** Decoded; empty when the request is for the bucket itself. */
  readonly key: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Undefined when the request is not signed. */
  readonly principal: Principal | undefined;
}

export interface CosResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** An answer with an XML body. */
export function xmlResponse(
  body: string,
  headers: Readonly<Record<string, string>> = {},
): CosResponse {
  return { status: 200, headers: { 'Content-Type': 'application/xml', ...headers }, body };
}
