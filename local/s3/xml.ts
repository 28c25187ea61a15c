import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import { malformedXml } from './s3-error.ts';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

const NAMED_ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/**
 * Entities are decoded here, because the parser drops `&#x1;` and its like, which S3 keys may hold. A document
 * type is refused before, so there is nothing else to expand.
 */
function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED_ENTITIES[name] ?? whole;
    const codePoint = hex === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
    return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole;
  });
}

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  removeNSPrefix: true,
  tagValueProcessor: (_name, value) => decodeEntities(value),
});

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: false,
});

/** A parsed element: text, or child elements by name (repeated ones as an array). */
export type XmlNode = string | { readonly [name: string]: XmlNode | readonly XmlNode[] };

/**
 * Parses a request's document.
 * @returns the content of its root element
 * @throws S3Error `MalformedXML` when it is not well-formed, has another root, or declares a document type
 */
export function parseXml(text: string, root: string): XmlNode {
  if (text.includes('<!DOCTYPE') || XMLValidator.validate(text) !== true) throw malformedXml();
  const document: Record<string, XmlNode> = parser.parse(text);
  const content = document[root];
  if (content === undefined) throw malformedXml();
  return content;
}

/** Every child element of that name, in document order; none when there is none. */
export function children(node: XmlNode, name: string): readonly XmlNode[] {
  if (typeof node === 'string') return [];
  const child = node[name];
  if (child === undefined) return [];
  return Array.isArray(child) ? child : [child as XmlNode];
}

/** The text of the only child element of that name, or undefined. @throws S3Error `MalformedXML` when it is not text. */
export function childText(node: XmlNode, name: string): string | undefined {
  const [first, second] = children(node, name);
  if (first === undefined) return undefined;
  if (second !== undefined || typeof first !== 'string') throw malformedXml();
  return first;
}

/** As `childText`, of a child that must be there. */
export function requiredText(node: XmlNode, name: string): string {
  const text = childText(node, name);
  if (text === undefined) throw malformedXml();
  return text;
}

/**
 * Control characters would be refused by XML parsers as they are, and a carriage return would be read as a line
 * feed; as character references most clients take them, which is also what S3 answers.
 */
function escapeControls(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
}

/** Writes a response's document. Undefined members are left out, arrays repeat their element. */
export function buildXml(root: string, content: object, namespace = true): string {
  const element = namespace ? { '@xmlns': NAMESPACE, ...content } : content;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${escapeControls(builder.build({ [root]: element }))}`;
}
