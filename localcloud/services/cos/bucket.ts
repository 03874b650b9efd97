import { ListedObjects } from './listed-objects';
import type { BucketSnapshot } from './snapshot';

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
  /** Bodies of PUT ?cors, ?website and the like, as they came. */
  readonly configurations = new Map<string, string>();
  readonly listed = new ListedObjects();
  private readonly objects = new Map<string, StoredObject>();

  constructor(
    readonly name: string,
    public acl: BucketAcl,
  ) {}

  static restore({ name, acl, configurations, objects }: BucketSnapshot): Bucket {
    const bucket = new Bucket(name, acl);
    for (const [key, body] of configurations) bucket.configurations.set(key, body);
    // Long ago, so that lists show them at once.
    for (const { key, tagging, ...object } of objects) bucket.put(key, { ...object, tagging }, 0);
    return bucket;
  }

  snapshot(): BucketSnapshot {
    return {
      name: this.name,
      acl: this.acl,
      configurations: [...this.configurations],
      objects: [...this.objects].map(([key, object]) => ({ key, ...object })),
    };
  }

  get isEmpty(): boolean {
    return this.objects.size === 0;
  }

  find(key: string): StoredObject | undefined {
    return this.objects.get(key);
  }

  /** `now` in milliseconds since the epoch, here and below. */
  put(key: string, object: StoredObject, now: number): void {
    this.objects.set(key, object);
    this.listed.record(key, object, now);
  }

  /** Does nothing when there is no such object. */
  delete(key: string, now: number): void {
    if (this.objects.delete(key)) this.listed.record(key, undefined, now);
  }
}
