import XMLBuilder from 'fast-xml-builder';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { CosError } from './cos-error';

/** A name that begins with `@` is an attribute; undefined is left out; an array repeats its name. */
export type XmlValue =
  string | number | boolean | undefined | XmlElement | readonly XmlElement[] | readonly string[];
export interface XmlElement {
  readonly [name: string]: XmlValue;
}

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });
// Texts stay texts, since a key may look like a number or begin with a space.
const parser = new XMLParser({ parseTagValue: false, trimValues: false });

/** A document with one root element, which ends with elements that have been written already. */
export function buildXml(root: XmlElement, written = ''): string {
  const text = writeElements({ '?xml': { '@version': '1.0', '@encoding': 'UTF-8' }, ...root });
  const end = text.lastIndexOf('</');
  return text.slice(0, end) + written + text.slice(end);
}

/** The elements alone. */
export function writeElements(elements: XmlElement): string {
  const text: unknown = builder.build(elements);
  return String(text);
}

/** The document as plain objects and texts. Throws `CosError` when it is not well-formed. */
export function parseXml(text: string): unknown {
  if (XMLValidator.validate(text) !== true) {
    throw new CosError('MalformedXML', 'The body is not well-formed XML.');
  }
  return parser.parse(text);
}
