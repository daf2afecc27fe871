import { createRequire } from 'node:module';
import type * as Saxes from 'saxes';

/** An element or an attribute by its namespace, whatever prefix stands for it. */
export interface XmlName {
  readonly uri: string;
  readonly local: string;
}

export type XmlElement = Saxes.SaxesTagNS;
export type XmlAttribute = Saxes.SaxesAttributeNS;

/** Told what an XML text holds, in its order; names and entities are resolved. */
export interface XmlVisitor {
  open(element: XmlElement): void;
  close(element: XmlElement): void;
  text(text: string): void;
  instruction?(target: string, body: string): void;
}

const load = createRequire(import.meta.url);

/** Characters; a packet with a map of a large picture in it stays far below. */
const longestXml = 8 * 2 ** 20;
/** The parser looks for a prefix through every element around it, so that depth costs more than length. */
const deepestXml = 64;

/**
 * Walks through an XML text in time that grows with its length. False, with the walk left somewhere, for what is not well-formed, too
 * long, too deep or declares entities of its own.
 */
export function walkXml(xml: string, visitor: XmlVisitor): boolean {
  if (xml.length > longestXml) return false;
  const { SaxesParser } = load('saxes') as typeof Saxes;
  const parser = new SaxesParser({ xmlns: true, position: false });
  let depth = 0;
  parser.on('error', refuse);
  parser.on('doctype', refuse);
  parser.on('opentag', (element) => {
    if (++depth > deepestXml) refuse();
    visitor.open(element);
  });
  parser.on('closetag', (element) => {
    depth -= 1;
    visitor.close(element);
  });
  parser.on('text', (text) => visitor.text(text));
  parser.on('cdata', (text) => visitor.text(text));
  parser.on('processinginstruction', ({ target, body }) => visitor.instruction?.(target, body));
  try {
    // Packets are padded with blanks, and by some programs with zeros.
    parser.write(xml.slice(xml.indexOf('<'), xml.lastIndexOf('>') + 1)).close();
    return true;
  } catch (error) {
    if (error instanceof UnfitXml) return false;
    throw error;
  }
}

class UnfitXml extends Error {}

function refuse(): never {
  throw new UnfitXml();
}
