import type { Bucket } from './bucket';
import { CosError } from './cos-error';
import type { CosRequest, CosResponse } from './cos-request';

/** What an operation works on. */
export interface OperationContext {
  readonly request: CosRequest;
  /** All buckets of the account by name, AppId included. */
  readonly buckets: Map<string, Bucket>;
  /** The account's number. */
  readonly uin: string;
  /** The cloud's time in milliseconds since the epoch. */
  readonly now: number;
  /** Whether the caller may do this operation to an object. */
  may(key: string): boolean;
}

/** One operation of COS's XML API. */
export interface Operation {
  /** Its name in a policy, without `cos:`. */
  readonly action: string;
  /**
   * The key that a policy's resource must cover: of the request itself unless given. Undefined
   * means that the operation asks for each key that it touches.
   */
  readonly resourceKey?: (request: CosRequest) => string | undefined;
  run(context: OperationContext): CosResponse;
}

/** The bucket that the request names. Throws `CosError`. */
export function requireBucket({ request, buckets }: OperationContext): Bucket {
  const bucket = buckets.get(request.bucket);
  if (!bucket) throw new CosError('NoSuchBucket', 'The specified bucket does not exist.');
  return bucket;
}
