import { readFile } from 'node:fs/promises';
import { readSegments } from './jpeg-segments.ts';
import { readXmlTree } from './xml-tree.ts';

/** The XMP of a JPEG as its segments hold it. */
export interface JpegXmp {
  /** The packet that every program reads. */
  packet: string | null;
  /** Both parts as one packet, where the file has a second part that did not fit into a segment; null without one. */
  whole: string | null;
}

/** Reads the XMP out of a JPEG's segments (XMP specification part 3, 1.1.3). A second part that is incomplete counts as missing. */
export async function readJpegXmp(path: string): Promise<JpegXmp> {
  const payloads = readSegments(await readFile(path)).flatMap(({ marker, payload }) =>
    marker === 0xe1 ? [payload] : [],
  );
  const packet =
    payloads.find((payload) => startsWith(payload, packetName))?.toString('utf8', packetName.length) ?? null;
  const extension = packet === null ? null : readExtension(payloads, packet);
  return { packet, whole: packet === null || extension === null ? null : joined(packet, extension) };
}

const packetName = 'http://ns.adobe.com/xap/1.0/\0';
const extensionName = 'http://ns.adobe.com/xmp/extension/\0';
/** A digest of 32 letters, the length of the whole part, and where this piece belongs in it. */
const pieceHead = 40;
/** Some programs keep whole pictures there. */
const maxExtension = 2 ** 24;

function startsWith(payload: Buffer, name: string): boolean {
  return payload.toString('latin1', 0, name.length) === name;
}

/** The pieces of the second part that the packet names, put together. */
function readExtension(payloads: readonly Buffer[], packet: string): string | null {
  const digest = /HasExtendedXMP(?:\s{0,9}=\s{0,9}["']|[^>]{0,99}>\s{0,99})([0-9A-Fa-f]{32})/.exec(packet)?.[1];
  if (digest === undefined) return null;
  const pieces = payloads
    .filter((payload) => startsWith(payload, extensionName) && payload.length > extensionName.length + pieceHead)
    .map((payload) => payload.subarray(extensionName.length))
    .filter((piece) => piece.toString('latin1', 0, 32).toUpperCase() === digest.toUpperCase());
  const length = pieces[0]?.readUInt32BE(32) ?? 0;
  if (length === 0 || length > maxExtension) return null;
  const part = Buffer.alloc(length);
  let filled = 0;
  for (const piece of pieces) filled += piece.copy(part, piece.readUInt32BE(36), pieceHead);
  return filled === length ? part.toString('utf8') : null;
}

/** What the second part describes, within the first; null when that is no XML. */
function joined(packet: string, extension: string): string | null {
  const start = extension.indexOf('>', extension.indexOf('<rdf:RDF')) + 1;
  const inner = extension.slice(start, extension.lastIndexOf('</rdf:RDF>'));
  const end = packet.lastIndexOf('</rdf:RDF>');
  const whole = packet.slice(0, end) + inner + packet.slice(end);
  return inner !== '' && end >= 0 && readXmlTree(whole) !== null ? whole : null;
}
