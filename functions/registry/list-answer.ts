import { isElementNode, parse, type TNode } from 'txml/txml';
import { RegistryError } from './registry';

/** What a page of a COS list says, as far as the registry needs it (436/7734). */
export interface ListAnswer {
  readonly entries: readonly ListEntry[];
  /** Whether more keys come after the last entry. */
  readonly truncated: boolean;
}

export interface ListEntry {
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
}

/**
 * Reads the XML of a list answer. Throws RegistryError where it is not a whole one: the parser
 * forgives a text that ends early, and members must not get lost in silence.
 */
export function parseListAnswer(xml: string): ListAnswer {
  if (!xml.trimEnd().endsWith('</ListBucketResult>')) throw malformed('not a whole list');
  const result = parseXml(xml).find(
    (node): node is TNode => isElementNode(node) && node.tagName === 'ListBucketResult',
  );
  if (!result) throw malformed('not a list');

  const truncated = textOf(result, 'IsTruncated') === 'true';
  const entries = result.children
    .filter((node): node is TNode => isElementNode(node) && node.tagName === 'Contents')
    .map(parseEntry);
  if (truncated && entries.length === 0) throw malformed('truncated before its first entry');
  return { entries, truncated };
}

function parseXml(xml: string): ReturnType<typeof parse> {
  try {
    return parse(xml);
  } catch (cause) {
    throw malformed('not XML', cause);
  }
}

function parseEntry(contents: TNode): ListEntry {
  const lastModified = Date.parse(textOf(contents, 'LastModified'));
  if (Number.isNaN(lastModified)) throw malformed('LastModified is not a time');
  return { key: textOf(contents, 'Key'), lastModified };
}

function textOf(parent: TNode, tagName: string): string {
  for (const node of parent.children) {
    if (typeof node === 'string' || node.tagName !== tagName) continue;
    const [text] = node.children;
    if (typeof text === 'string') return text;
  }
  throw malformed(`${tagName} is missing`);
}

function malformed(what: string, cause?: unknown): RegistryError {
  return new RegistryError(`COS answered a list that cannot be read: ${what}`, { cause });
}
