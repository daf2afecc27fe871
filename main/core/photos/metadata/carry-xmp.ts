import type { CarryOptions } from './carry-exif.ts';
import { escapeXml } from './processing-xmp.ts';

/**
 * The XMP packet of the original as it shall stand in the new picture: upright, of its new size, written by `software`, without
 * pointers to what only the original file holds (gain map, depth, motion photo, further XMP, regions in old pixels).
 * Without `keepGps` every GPS property goes; a packet that still speaks of GPS afterwards goes as a whole.
 * Null when there is nothing to carry.
 */
export function carryXmp(packet: string | null, { size, software, keepGps }: CarryOptions): string | null {
  if (!packet?.includes('rdf:RDF')) return null;
  let carried = packet;
  for (const { namespace, name } of foreignProperties) carried = removeProperties(carried, namespace, name);
  if (!keepGps) carried = removeProperties(carried, namespaces.exif, 'GPS\\w*');
  if (!keepGps && /GPS/i.test(carried)) return null;
  const changes: readonly (readonly [string, string, string])[] = [
    [namespaces.tiff, 'Orientation', '1'],
    [namespaces.tiff, 'ImageWidth', String(size.width)],
    [namespaces.tiff, 'ImageLength', String(size.height)],
    [namespaces.exif, 'PixelXDimension', String(size.width)],
    [namespaces.exif, 'PixelYDimension', String(size.height)],
    [namespaces.xmp, 'CreatorTool', escapeXml(software)],
  ];
  for (const [namespace, name, value] of changes) carried = changeProperty(carried, namespace, name, value);
  return carried;
}

const namespaces = {
  exif: 'http://ns.adobe.com/exif/1.0/',
  tiff: 'http://ns.adobe.com/tiff/1.0/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
} as const;

const anyName = '[\\w.-]+';

/** Properties that describe parts of the original file or places in its pixels. */
const foreignProperties: readonly { namespace: string; name: string }[] = [
  { namespace: 'http://ns.adobe.com/hdr-gain-map/1.0/', name: anyName },
  { namespace: 'http://ns.google.com/photos/1.0/camera/', name: anyName },
  { namespace: 'http://ns.google.com/photos/1.0/container/', name: anyName },
  { namespace: 'http://ns.google.com/photos/1.0/depthmap/', name: anyName },
  { namespace: 'http://ns.google.com/photos/1.0/image/', name: anyName },
  { namespace: 'http://ns.apple.com/HDRGainMap/1.0/', name: anyName },
  { namespace: 'http://ns.adobe.com/xmp/note/', name: 'HasExtendedXMP' },
  { namespace: 'http://www.metadataworkinggroup.com/schemas/regions/', name: 'Regions' },
  { namespace: namespaces.xmp, name: 'Thumbnails' },
];

/** A property is an attribute of its description or an element in it; both may stand any number of times. */
function removeProperties(packet: string, namespace: string, name: string): string {
  return prefixesOf(packet, namespace).reduce((text, prefix) => {
    const property = `${prefix}:${name}`;
    return text
      .replace(new RegExp(`\\s${property}\\s*=\\s*(?:"[^"]*"|'[^']*')`, 'g'), '')
      .replace(new RegExp(`<(${property})(?:\\s[^<>]*)?/>`, 'g'), '')
      .replace(new RegExp(`<(${property})(?:\\s[^<>]*)?>[\\s\\S]*?</\\1\\s*>`, 'g'), '');
  }, packet);
}

function changeProperty(packet: string, namespace: string, name: string, value: string): string {
  return prefixesOf(packet, namespace).reduce((text, prefix) => {
    const property = `${prefix}:${name}`;
    return text
      .replace(
        new RegExp(`(\\s${property}\\s*=\\s*)(?:"[^"]*"|'[^']*')`, 'g'),
        (_, start: string) => `${start}"${value}"`,
      )
      .replace(
        new RegExp(`(<${property}(?:\\s[^<>]*)?>)[^<]*(</${property}\\s*>)`, 'g'),
        (_, start: string, end: string) => `${start}${value}${end}`,
      );
  }, packet);
}

/** The prefixes under which a packet knows a namespace. */
function prefixesOf(packet: string, namespace: string): string[] {
  const declared = [...packet.matchAll(/xmlns:([\w.-]+)\s*=\s*["']([^"']*)["']/g)];
  return [...new Set(declared.flatMap(([, prefix, uri]) => (uri === namespace && prefix ? [prefix] : [])))];
}
