import type { TagSnapshot } from './snapshot';

/** What a tag hangs on, in the words of a resource description (`qcs::<service>:…:<prefix>/<id>`). */
export interface TaggedResource {
  readonly service: string;
  readonly prefix: string;
  readonly id: string;
}

/** All tags of the account. Pure state; the services that own the resources clear what they delete. */
export class TagStore {
  private readonly tags: Map<string, Map<string, string>>;

  constructor(restored: TagSnapshot = []) {
    this.tags = new Map(restored.map(([name, tags]) => [name, new Map(tags)]));
  }

  snapshot(): TagSnapshot {
    return [...this.tags].map(([name, tags]) => [name, [...tags]]);
  }

  of(resource: TaggedResource): ReadonlyMap<string, string> {
    return this.tags.get(nameOf(resource)) ?? new Map<string, string>();
  }

  set(resource: TaggedResource, key: string, value: string): void {
    const name = nameOf(resource);
    const tags = this.tags.get(name) ?? new Map<string, string>();
    this.tags.set(name, tags.set(key, value));
  }

  /** Several at once, as actions that create something take them. */
  setAll(
    resource: TaggedResource,
    tags: readonly { readonly Key: string; readonly Value: string }[],
  ): void {
    for (const { Key, Value } of tags) this.set(resource, Key, Value);
  }

  /** As most products show them. */
  listOf(resource: TaggedResource): { Key: string; Value: string }[] {
    return [...this.of(resource)].map(([Key, Value]) => ({ Key, Value }));
  }

  /** As CLB and Redis show them. */
  infosOf(resource: TaggedResource): { TagKey: string; TagValue: string }[] {
    return [...this.of(resource)].map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  }

  remove(resource: TaggedResource, key: string): void {
    this.tags.get(nameOf(resource))?.delete(key);
  }

  clear(resource: TaggedResource): void {
    this.tags.delete(nameOf(resource));
  }
}

function nameOf({ service, prefix, id }: TaggedResource): string {
  return `${service}/${prefix}/${id}`;
}
