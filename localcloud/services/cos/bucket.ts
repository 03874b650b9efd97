import { SortedKeys } from './sorted-keys';

/** The canned access rights that COS knows; objects also know `default`: as the bucket. */
export type BucketAcl = 'private' | 'public-read' | 'public-read-write';
export type ObjectAcl = BucketAcl | 'default';

export interface StoredObject {
  readonly body: Buffer;
  /** MD5 of the body in hex, without quotes. */
  readonly etag: string;
  /** Milliseconds since the epoch, in whole seconds. */
  readonly lastModified: number;
  /** Headers that were stored with it, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  acl: ObjectAcl;
  /** The body of PUT ?tagging, when there was one. */
  tagging: string | undefined;
}

/** One bucket with all that is in it. */
export class Bucket {
  acl: BucketAcl = 'private';
  /** Bodies of PUT ?cors, ?website and the like, as they came. */
  readonly configurations = new Map<string, string>();
  /** Every key in order; kept beside the objects, so that no list has to sort. */
  readonly keys = new SortedKeys();
  private readonly objects = new Map<string, StoredObject>();

  constructor(readonly name: string) {}

  get isEmpty(): boolean {
    return this.objects.size === 0;
  }

  find(key: string): StoredObject | undefined {
    return this.objects.get(key);
  }

  put(key: string, object: StoredObject): void {
    if (!this.objects.has(key)) this.keys.add(key);
    this.objects.set(key, object);
  }

  /** Does nothing when there is no such object. */
  delete(key: string): void {
    if (this.objects.delete(key)) this.keys.remove(key);
  }
}
