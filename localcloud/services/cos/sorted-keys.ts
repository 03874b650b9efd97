/** A longer chunk is cut in two. */
const CHUNK_MAX = 512;

/**
 * Object keys in UTF-8 order. They lie in chunks of bounded size, so that adding or removing one
 * moves a few hundred entries at most, however many there are.
 */
export class SortedKeys {
  private readonly chunks: string[][] = [[]];
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** Adds a key that is not there yet. */
  add(key: string): void {
    const at = this.chunkFor(key);
    const chunk = this.chunkAt(at);
    chunk.splice(lowerBound(chunk, key), 0, key);
    this.count += 1;
    if (chunk.length > CHUNK_MAX) this.chunks.splice(at + 1, 0, chunk.splice(CHUNK_MAX / 2));
  }

  /** Removes a key that is there. */
  remove(key: string): void {
    const at = this.chunkFor(key);
    const chunk = this.chunkAt(at);
    chunk.splice(lowerBound(chunk, key), 1);
    this.count -= 1;
    if (chunk.length === 0 && this.chunks.length > 1) this.chunks.splice(at, 1);
  }

  /** All keys that are not before `start`, in order. */
  *from(start: string): Generator<string, void> {
    let at = this.chunkFor(start);
    let index = lowerBound(this.chunkAt(at), start);
    for (; at < this.chunks.length; at += 1, index = 0) {
      const chunk = this.chunkAt(at);
      for (; index < chunk.length; index += 1) yield chunk[index] ?? '';
    }
  }

  /** The last chunk that begins at or before the key. */
  private chunkFor(key: string): number {
    let low = 0;
    let high = this.chunks.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (compareUtf8(this.chunkAt(middle)[0] ?? '', key) <= 0) low = middle;
      else high = middle;
    }
    return low;
  }

  private chunkAt(at: number): string[] {
    return this.chunks[at] ?? [];
  }
}

/** Where the key stands in the chunk, or would stand. */
function lowerBound(chunk: readonly string[], key: string): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareUtf8(chunk[middle] ?? '', key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Order of the texts' UTF-8 bytes: negative, 0 or positive. JavaScript orders by UTF-16 units,
 * which puts surrogates, that is, the highest code points, before U+E000 to U+FFFF.
 */
export function compareUtf8(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1;
  }
  return left.length - right.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
