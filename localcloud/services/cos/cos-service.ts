import { createHash } from 'node:crypto';
import type { Clock } from '../../../gateway/engine/clock';
import type { May } from '../../access-key';
import { APP_ID } from '../../account';
import type { CloudFaults } from '../../faults';
import { Bucket } from './bucket';
import { bucketOperations } from './bucket-operations';
import { CosError } from './cos-error';
import type { CosRequest, CosResponse } from './cos-request';
import { LIST_OPERATIONS, LIST_PARAMETERS } from './list-operations';
import { OBJECT_OPERATIONS } from './object-operations';
import type { Operation } from './operation';
import type { CosSnapshot } from './snapshot';

export interface CosOptions {
  readonly clock: Clock;
  readonly region: string;
  /** The account's number. */
  readonly uin: string;
  readonly may: May;
  readonly faults?: CloudFaults;
  /** What an earlier cloud has left. */
  readonly restored?: CosSnapshot | undefined;
}

/** The host that all buckets of a region stand under. */
export function cosHost(region: string): string {
  return `cos.${region}.myqcloud.com`;
}

/** COS's XML API on the buckets of the account, all in memory. */
export class Cos {
  private readonly buckets: Map<string, Bucket>;
  private readonly bucketOperations: Readonly<Record<string, Operation>>;

  constructor(private readonly options: CosOptions) {
    this.buckets = new Map(
      options.restored?.map((bucket) => [bucket.name, Bucket.restore(bucket)]),
    );
    this.bucketOperations = { ...bucketOperations(cosHost(options.region)), ...LIST_OPERATIONS };
  }

  snapshot(): CosSnapshot {
    return [...this.buckets.values()].map((bucket) => bucket.snapshot());
  }

  /** The name in policies of what a request asks for; empty when it is nothing that COS knows. */
  actionOf(request: Pick<CosRequest, 'method' | 'key' | 'query'>): string {
    return this.findOperation(request)?.action ?? '';
  }

  /** Throws `CosError` for an answer that says no. */
  handle(request: CosRequest): CosResponse {
    const operation = this.operationFor(request);
    const key = operation.resourceKey ? operation.resourceKey(request) : request.key;
    if (key !== undefined && !this.may(request, operation, key)) {
      const message = `Access Denied. You need cos:${operation.action}.`;
      throw new CosError('AccessDenied', message);
    }
    if (this.isUnavailableFor(request)) {
      throw new CosError('SlowDown', 'Please reduce your request rate.');
    }
    checkContentMd5(request);
    const now = this.options.clock.now();
    const { listLagMs = 0 } = this.options.faults ?? {};
    // Without a lag nothing is held back, even where the clock was set back in the meantime.
    const shown = listLagMs > 0 ? now - listLagMs : Infinity;
    this.buckets.get(request.bucket)?.listed.catchUpTo(shown);
    return operation.run({
      request,
      buckets: this.buckets,
      uin: this.options.uin,
      now,
      may: (touched) => this.may(request, operation, touched),
    });
  }

  private findOperation({
    method,
    key,
    query,
  }: Pick<CosRequest, 'method' | 'key' | 'query'>): Operation | undefined {
    return this.operationsFor(key)[`${method} ${subResourceOf(query)}`];
  }

  private operationFor(request: CosRequest): Operation {
    const operation = this.findOperation(request);
    if (operation) return operation;
    const { method, key, query } = request;
    const operations = this.operationsFor(key);
    const subResource = subResourceOf(query);
    if (Object.keys(operations).some((name) => name.endsWith(` ${subResource}`))) {
      throw new CosError('MethodNotAllowed', `${method} is not allowed against this resource.`);
    }
    throw new CosError('NotImplemented', `The local cloud does not know ?${subResource} here.`);
  }

  private operationsFor(key: string): Readonly<Record<string, Operation>> {
    return key === '' ? this.bucketOperations : OBJECT_OPERATIONS;
  }

  private may(request: CosRequest, { action }: Operation, key: string): boolean {
    const { principal } = request;
    if (principal === undefined) return this.isPublic(request, action);
    const resource = `qcs::cos:${this.options.region}:uid/${APP_ID}:${request.bucket}/${key}`;
    return this.options.may(principal, `cos:${action}`, resource);
  }

  /** Only for roles, so that a chat can be deployed and looked at while its functions are in trouble. */
  private isUnavailableFor({ principal }: CosRequest): boolean {
    const share = this.options.faults?.cosUnavailable ?? 0;
    return principal?.type === 'role' && Math.random() < share;
  }

  /** Whether anybody may read the object, by its own ACL or else its bucket's. */
  private isPublic(request: CosRequest, action: string): boolean {
    if (action !== 'GetObject' && action !== 'HeadObject') return false;
    const bucket = this.buckets.get(request.bucket);
    const objectAcl = bucket?.find(request.key)?.acl ?? 'default';
    const acl = objectAcl === 'default' ? bucket?.acl : objectAcl;
    return acl === 'public-read' || acl === 'public-read-write';
  }
}

function subResourceOf(query: URLSearchParams): string {
  return [...query.keys()].filter((name) => !LIST_PARAMETERS.includes(name)).join('&');
}

function checkContentMd5({ headers, body }: CosRequest): void {
  const declared = headers['content-md5'];
  if (declared === undefined) return;
  if (Buffer.from(declared, 'base64').length !== 16) {
    throw new CosError('InvalidDigest', 'Content-MD5 is not the base64 of an MD5.');
  }
  if (createHash('md5').update(body).digest('base64') !== declared) {
    throw new CosError('BadDigest', 'Content-MD5 does not match the body.');
  }
}
