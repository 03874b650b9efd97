import type { IncomingMessage } from 'node:http';
import { verifyAws4 } from '../../localcloud/http/signature/aws4';
import { SignatureError } from '../../localcloud/http/signature/signature-error';
import { startHttpServer } from './http-server';

/** The one bucket that is served, and the credentials of the role that may use it. */
export const COS_ENVIRONMENT = {
  REGISTRY_BUCKET: 'chat-1250000000',
  REGISTRY_REGION: 'ap-guangzhou',
  TENCENTCLOUD_SECRETID: 'AKIDEXAMPLE',
  TENCENTCLOUD_SECRETKEY: 'examplekey',
  TENCENTCLOUD_SESSIONTOKEN: 'exampletoken',
};

const HOST = `${COS_ENVIRONMENT.REGISTRY_BUCKET}.cos.${COS_ENVIRONMENT.REGISTRY_REGION}.myqcloud.com`;

export interface CosAnswer {
  readonly status: number;
  readonly body?: string;
}

/** One bucket that keeps keys and times only: put, delete and list, over HTTP, signatures checked. */
export class InMemoryCos {
  /** Method and path of every request, in order. */
  readonly requests: string[] = [];
  /** Answers the n-th request, counted from 1, in place of the store; undefined leaves it alone. */
  intercept: (n: number) => CosAnswer | undefined = () => undefined;
  /** By which LastModified, the Date header and signatures go; milliseconds since the epoch. */
  now = (): number => Date.now();
  readonly #objects = new Map<string, number>();
  /** In the order of the list; undefined when it has to be sorted again. */
  #sorted: string[] | undefined;

  private constructor(
    readonly endpoint: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<InMemoryCos> {
    const server = await startHttpServer((request, _body, response) => {
      const { status, body } = cos.#serve(request);
      response.writeHead(status, { Date: new Date(cos.now()).toUTCString() });
      response.end(body);
    });
    const cos = new InMemoryCos(server.url, server.close);
    return cos;
  }

  get keys(): string[] {
    this.#sorted ??= [...this.#objects.keys()].sort();
    return this.#sorted;
  }

  put(key: string, lastModified = this.now()): void {
    this.#objects.set(key, lastModified);
    this.#sorted = undefined;
  }

  #serve(request: IncomingMessage): CosAnswer {
    const url = new URL(request.url ?? '/', 'http://cos');
    const method = request.method ?? '';
    this.requests.push(`${method} ${url.pathname}`);
    const intercepted = this.intercept(this.requests.length);
    if (intercepted) return intercepted;
    if (request.headers.host !== HOST) return errorAnswer(404, 'NoSuchBucket');
    if (!this.#isSigned(request, url)) return errorAnswer(403, 'SignatureDoesNotMatch');

    const key = decodeURIComponent(url.pathname.slice(1));
    switch (method) {
      case 'PUT':
        this.put(key);
        return { status: 200 };
      case 'DELETE':
        this.#objects.delete(key);
        this.#sorted = undefined;
        return { status: 204 };
      default:
        return { status: 200, body: this.#list(url.searchParams) };
    }
  }

  #isSigned(request: IncomingMessage, url: URL): boolean {
    const signed = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.search.slice(1),
      headers: request.headers as Record<string, string>,
      body: Buffer.alloc(0),
    };
    try {
      verifyAws4(signed, findAccessKey, this.now());
      return true;
    } catch (error) {
      if (error instanceof SignatureError) return false;
      throw error;
    }
  }

  #list(query: URLSearchParams): string {
    const prefix = query.get('prefix') ?? '';
    const marker = query.get('marker') ?? '';
    const maxKeys = Number(query.get('max-keys') ?? 1000);
    const start = countUpTo(this.keys, marker);
    const page = this.keys.slice(start, start + maxKeys).filter((key) => key.startsWith(prefix));
    const contents = page.map((key) => {
      const lastModified = new Date(this.#objects.get(key) ?? 0).toISOString();
      return `<Contents><Key>${key}</Key><LastModified>${lastModified}</LastModified><ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><Size>0</Size><Owner><ID>1250000000</ID><DisplayName>1250000000</DisplayName></Owner><StorageClass>STANDARD</StorageClass></Contents>`;
    });
    const truncated = start + maxKeys < this.keys.length;
    return `<?xml version='1.0' encoding='utf-8' ?>
<ListBucketResult><Name>${COS_ENVIRONMENT.REGISTRY_BUCKET}</Name><Prefix>${prefix}</Prefix><Marker>${marker}</Marker><MaxKeys>${maxKeys}</MaxKeys><IsTruncated>${truncated}</IsTruncated>${contents.join('')}</ListBucketResult>`;
  }
}

function findAccessKey(secretId: string) {
  if (secretId !== COS_ENVIRONMENT.TENCENTCLOUD_SECRETID) return undefined;
  return {
    secretKey: COS_ENVIRONMENT.TENCENTCLOUD_SECRETKEY,
    sessionToken: COS_ENVIRONMENT.TENCENTCLOUD_SESSIONTOKEN,
    principal: { type: 'role', roleName: 'chat' },
  } as const;
}

/** How many of the sorted keys do not come after the marker. */
function countUpTo(sorted: readonly string[], marker: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') <= marker) low = middle + 1;
    else high = middle;
  }
  return low;
}

function errorAnswer(status: number, code: string): CosAnswer {
  return { status, body: `<?xml version='1.0'?><Error><Code>${code}</Code></Error>` };
}
