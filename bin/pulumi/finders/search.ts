import { isDeepStrictEqual } from 'node:util';
import type { Connect } from '../../../infra/tencent-api/account-provider';
import type { Tags } from '../../../infra/tags';

/** What finding a resource needs. */
export interface Search {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly connect: Connect;
  /** Ids that the state knows already. */
  readonly known: ReadonlySet<string>;
}

/** Gives the id of a resource, as the provider writes it, if the cloud has or may have the resource. */
export type Find = (search: Search) => Promise<string | undefined>;

/** How to find a resource, by its type. */
export type Finders = Readonly<Record<string, Find>>;

/** One thing of a list, as far as it tells whether it is the one that is looked for. */
export interface Listed {
  readonly id: string;
  readonly name: string;
  readonly tags: Tags;
}

/** Largest page of most lists. */
const PAGE = 100;

/** An id that follows from the inputs. */
export function byInputs(id: (inputs: Search['inputs']) => unknown): Find {
  return ({ inputs }) => Promise.resolve(String(id(inputs)));
}

/**
 * All items of a list that is given in pages.
 *
 * @throws Error when it would never end
 */
export async function listAll<Item>(
  ask: (page: { readonly Offset: number; readonly Limit: number }) => Promise<readonly Item[]>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (;;) {
    const page = await ask({ Offset: items.length, Limit: PAGE });
    if (items.length > 0 && isDeepStrictEqual(page[0], items[0])) {
      throw new Error('a list begins anew on each of its pages');
    }
    items.push(...page);
    if (page.length < PAGE) return items;
  }
}

/**
 * The id of what has this name and all tags that the resource asks for. Names of most things are
 * not unique; the tags say of which project and stack they are.
 */
export function ownIn(
  { inputs, known }: Search,
  name: unknown,
  listed: readonly Listed[],
): string | undefined {
  const wanted = wantedTags(inputs);
  return listed.find(
    (one) =>
      one.name === name &&
      !known.has(one.id) &&
      wanted.every(([key, value]) => one.tags[key] === value),
  )?.id;
}

/** The tags that a resource is to have, without what Pulumi notes among its inputs. */
export function wantedTags({ tags }: Search['inputs']): [string, unknown][] {
  return Object.entries(tags ?? {}).filter(([key]) => !key.startsWith('__'));
}

/** Tags as VPC and CVM list them; of a thing without any the list may be null. */
export function tagsIn(
  list: readonly { readonly Key: string; readonly Value: string }[] | null | undefined,
): Tags {
  return Object.fromEntries((list ?? []).map(({ Key, Value }) => [Key, Value]));
}

/** Tags as CLB and Redis list them. */
export function tagInfosIn(
  list: readonly { readonly TagKey: string; readonly TagValue: string }[] | null | undefined,
): Tags {
  return Object.fromEntries((list ?? []).map(({ TagKey, TagValue }) => [TagKey, TagValue]));
}
