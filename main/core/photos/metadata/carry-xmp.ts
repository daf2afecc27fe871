import type { CarryOptions } from './carry-exif.ts';
import { earlierNotes } from './processing-xmp.ts';
import { rewriteXml } from './rewrite-xml.ts';
import type { XmlElement, XmlName } from './walk-xml.ts';

/**
 * The XMP packet of the original as it shall stand in the new picture: upright, of its new size, written by `software`, without
 * pointers to what only the original file holds (gain map, depth, motion photo, further XMP, regions in old pixels), and without the
 * note that an earlier enhancement left.
 * Without `keepGps` every GPS property goes; a packet that still speaks of GPS afterwards goes as a whole.
 * Null when there is nothing to carry, or nothing that is XML.
 */
export function carryXmp(packet: string | null, { size, software, keepGps }: CarryOptions): string | null {
  if (!packet?.includes('rdf:RDF')) return null;
  const changes = new Map([
    [keyOf(namespaces.tiff, 'Orientation'), '1'],
    [keyOf(namespaces.tiff, 'ImageWidth'), String(size.width)],
    [keyOf(namespaces.tiff, 'ImageLength'), String(size.height)],
    [keyOf(namespaces.exif, 'PixelXDimension'), String(size.width)],
    [keyOf(namespaces.exif, 'PixelYDimension'), String(size.height)],
    [keyOf(namespaces.xmp, 'CreatorTool'), software],
  ]);
  const isForeign = ({ uri, local }: XmlName): boolean =>
    foreignNamespaces.has(uri) ||
    foreignProperties.has(keyOf(uri, local)) ||
    uri.startsWith(earlierNotes) ||
    (!keepGps && uri === namespaces.exif && local.startsWith('GPS'));
  const carried = rewriteXml(packet, {
    isDropped: (element) => isForeign(element) || isEarlierNote(element),
    textOf: ({ uri, local }) => changes.get(keyOf(uri, local)) ?? null,
    valueOf: (attribute) =>
      isForeign(attribute) ? null : (changes.get(keyOf(attribute.uri, attribute.local)) ?? attribute.value),
  });
  return carried === null || (!keepGps && /GPS/i.test(carried)) ? null : carried;
}

const namespaces = {
  exif: 'http://ns.adobe.com/exif/1.0/',
  tiff: 'http://ns.adobe.com/tiff/1.0/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
} as const;

/** What describes parts of the original file or places in its pixels. */
const foreignNamespaces = new Set([
  'http://ns.adobe.com/hdr-gain-map/1.0/',
  'http://ns.google.com/photos/1.0/camera/',
  'http://ns.google.com/photos/1.0/container/',
  'http://ns.google.com/photos/1.0/depthmap/',
  'http://ns.google.com/photos/1.0/image/',
  'http://ns.apple.com/HDRGainMap/1.0/',
]);

const foreignProperties = new Set([
  keyOf('http://ns.adobe.com/xmp/note/', 'HasExtendedXMP'),
  keyOf('http://www.metadataworkinggroup.com/schemas/regions/', 'Regions'),
  keyOf(namespaces.xmp, 'Thumbnails'),
]);

/** A description of its own, with nothing in it, is what we write. */
function isEarlierNote({ isSelfClosing, attributes }: XmlElement): boolean {
  return isSelfClosing && Object.values(attributes).some(({ uri }) => uri.startsWith(earlierNotes));
}

function keyOf(uri: string, local: string): string {
  return `${uri} ${local}`;
}
