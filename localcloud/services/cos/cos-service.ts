import { createHash } from 'node:crypto';
import type { Clock } from '../../../gateway/engine/clock';
import { APP_ID } from '../../account';
import type { Bucket } from './bucket';
import { bucketOperations } from './bucket-operations';
import { CosError } from './cos-error';
import type { CosRequest, CosResponse } from './cos-request';
import { LIST_OPERATIONS, LIST_PARAMETERS } from './list-operations';
import { OBJECT_OPERATIONS } from './object-operations';
import type { Operation } from './operation';

export interface CosOptions {
  readonly clock: Clock;
  readonly region: string;
  /** Whether a role's policies let it do `cos:PutObject`, say, on a resource. */
  readonly roleMay: (roleName: string, action: string, resource: string) => boolean;
}

/** The host that all buckets of a region stand under. */
export function cosHost(region: string): string {
  return `cos.${region}.myqcloud.com`;
}

/** COS's XML API on the buckets of the account, all in memory. */
export class Cos {
  private readonly buckets = new Map<string, Bucket>();
  private readonly bucketOperations: Readonly<Record<string, Operation>>;

  constructor(private readonly options: CosOptions) {
    this.bucketOperations = { ...bucketOperations(cosHost(options.region)), ...LIST_OPERATIONS };
  }

  /** Throws `CosError` for an answer that says no. */
  handle(request: CosRequest): CosResponse {
    const operation = this.operationFor(request);
    const key = operation.resourceKey ? operation.resourceKey(request) : request.key;
    if (key !== undefined && !this.may(request, operation, key)) {
      throw new CosError('AccessDenied', 'Access Denied.');
    }
    checkContentMd5(request);
    return operation.run({
      request,
      buckets: this.buckets,
      now: this.options.clock.now(),
      may: (touched) => this.may(request, operation, touched),
    });
  }

  private operationFor({ method, key, query }: CosRequest): Operation {
    const operations = key === '' ? this.bucketOperations : OBJECT_OPERATIONS;
    const names = [...query.keys()].filter((name) => !LIST_PARAMETERS.includes(name));
    const subResource = names.join('&');
    const operation = operations[`${method} ${subResource}`];
    if (operation) return operation;
    if (Object.keys(operations).some((name) => name.endsWith(` ${subResource}`))) {
      throw new CosError('MethodNotAllowed', `${method} is not allowed against this resource.`);
    }
    throw new CosError('NotImplemented', `The local cloud does not know ?${subResource} here.`);
  }

  private may(request: CosRequest, { action }: Operation, key: string): boolean {
    const { principal } = request;
    if (principal === undefined) return this.isPublic(request, action);
    if (principal.type === 'account') return true;
    const resource = `qcs::cos:${this.options.region}:uid/${APP_ID}:${request.bucket}/${key}`;
    return this.options.roleMay(principal.roleName, `cos:${action}`, resource);
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
