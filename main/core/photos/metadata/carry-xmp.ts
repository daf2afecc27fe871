import type { CarryOptions } from './carry-exif.ts';
import { carryRegions } from './carry-regions.ts';
import { earlierNotes } from './processing-xmp.ts';
import { rewriteXml } from './rewrite-xml.ts';
import type { XmlElement, XmlName } from './walk-xml.ts';

/**
 * The XMP packet of the original as it shall stand in the new picture: upright, of its new size, written by `software`, without
 * pointers to what only the original file holds (gain map, depth, motion photo, panorama, further XMP), and without the note that an earlier
 * enhancement left. Regions follow the crop and the turn where `regions` tells them, and go where it does not.
 * Without `keepGps` every GPS property goes, and every property that names a place; a packet that still speaks of GPS afterwards goes as a
 * whole.
 * Null when there is nothing to carry, or nothing that is XML.
 */
export function carryXmp(
  packet: string | null,
  { size, software, keepGps, regions = null }: CarryOptions,
): string | null {
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
    (regions === null && uri === regionGroups && local === 'Regions') ||
    (!keepGps && isPlace(uri, local));
  const carried = rewriteXml(packet, {
    isDropped: (element) => isForeign(element) || isEarlierNote(element),
    textOf: ({ uri, local }) => changes.get(keyOf(uri, local)) ?? null,
    valueOf: (attribute) =>
      isForeign(attribute) ? null : (changes.get(keyOf(attribute.uri, attribute.local)) ?? attribute.value),
  });
  if (carried === null || (!keepGps && /GPS/i.test(carried))) return null;
  return regions === null ? carried : carryRegions(carried, { ...regions, size }, { keepGps });
}

const namespaces = {
  exif: 'http://ns.adobe.com/exif/1.0/',
  tiff: 'http://ns.adobe.com/tiff/1.0/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
} as const;

const regionGroups = 'http://www.metadataworkinggroup.com/schemas/regions/';
const panorama = 'http://ns.google.com/photos/1.0/panorama/';

/** Whether a packet says how a panorama lies in a sphere, in pixels that the new picture no longer has. */
export function speaksOfPanorama(packet: string | null): boolean {
  return packet?.includes(panorama) ?? false;
}

/** The properties that name a place in words, by their namespaces; an empty list is every property. */
const placeNames: Readonly<Record<string, readonly string[]>> = {
  'http://ns.adobe.com/photoshop/1.0/': ['City', 'State', 'Country'],
  'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/': ['Location', 'CountryCode'],
  'http://iptc.org/std/Iptc4xmpExt/2008-02-29/': [
    'LocationCreated',
    'LocationShown',
    'City',
    'CountryCode',
    'CountryName',
    'ProvinceState',
    'Sublocation',
    'WorldRegion',
    'LocationName',
    'LocationId',
    // Regions of another kind, whose names may be those of places.
    'ImageRegion',
  ],
  'http://www.w3.org/2003/01/geo/wgs84_pos#': [],
  'http://ns.acdsee.com/iptc/1.0/': ['City', 'State', 'Country', 'Location'],
};

/** Drones and others write where they were under names of their own. */
const coordinates = /^(gps|(absolute|relative)?(latitude|longitude|altitude))/i;

function isPlace(uri: string, local: string): boolean {
  const names = placeNames[uri];
  return coordinates.test(local) || (names !== undefined && (names.length === 0 || names.includes(local)));
}

/** What describes parts of the original file or places in its pixels. */
const foreignNamespaces = new Set([
  'http://ns.adobe.com/hdr-gain-map/1.0/',
  'http://ns.google.com/photos/1.0/camera/',
  'http://ns.google.com/photos/1.0/container/',
  'http://ns.google.com/photos/1.0/depthmap/',
  'http://ns.google.com/photos/1.0/image/',
  panorama,
  'http://ns.apple.com/HDRGainMap/1.0/',
]);

const foreignProperties = new Set([
  keyOf('http://ns.adobe.com/xmp/note/', 'HasExtendedXMP'),
  keyOf(namespaces.xmp, 'Thumbnails'),
]);

/** A description of its own, with nothing in it, is what we write. */
function isEarlierNote({ isSelfClosing, attributes }: XmlElement): boolean {
  return isSelfClosing && Object.values(attributes).some(({ uri }) => uri.startsWith(earlierNotes));
}

function keyOf(uri: string, local: string): string {
  return `${uri} ${local}`;
}
