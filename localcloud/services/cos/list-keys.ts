import { compareUtf8, type SortedKeys } from './sorted-keys';

export interface ListRequest {
  readonly prefix: string;
  /** Empty for none. */
  readonly delimiter: string;
  /** Only keys after this one are listed; empty to begin with the first. */
  readonly marker: string;
  readonly maxKeys: number;
}

/** One page of a list. */
export interface Listing {
  readonly keys: readonly string[];
  /** What keys that hold the delimiter behind the prefix have in common, up to the delimiter. */
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix of the page, when there are more. */
  readonly nextMarker: string | undefined;
}

/** Behind every key with the same beginning. */
const LAST_CHARACTER = '\u{10FFFF}';

/** The page of a list that GET Bucket asks for (436/7734). */
export function listKeys(
  sortedKeys: SortedKeys,
  { prefix, delimiter, marker, maxKeys }: ListRequest,
): Listing {
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  let last = marker;
  let cursor = sortedKeys.from(compareUtf8(marker, prefix) > 0 ? marker : prefix);

  for (;;) {
    const next = cursor.next();
    if (next.done || !next.value.startsWith(prefix)) break;
    const key = next.value;
    if (key === marker) continue;
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const entry = at < 0 ? key : key.slice(0, at + delimiter.length);
    if (entry !== last) {
      if (keys.length + commonPrefixes.length >= maxKeys) {
        return { keys, commonPrefixes, nextMarker: maxKeys === 0 ? undefined : last };
      }
      (at < 0 ? keys : commonPrefixes).push(entry);
      last = entry;
    }
    if (at >= 0) cursor = sortedKeys.from(entry + LAST_CHARACTER);
  }
  return { keys, commonPrefixes, nextMarker: undefined };
}
