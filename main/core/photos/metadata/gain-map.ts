import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Rectangle, Size } from '#contract/geometry';
import { say, type Said } from '#contract/messages';
import { sharp } from '../image-library.ts';
import { readAppleGainMap } from './apple-gain-map.ts';
import { endOfApplicationSegments, insertSegments, readSegments, segmentOverhead } from './jpeg-segments.ts';
import type { PhotoHeader } from '../files/photo-header.ts';

/**
 * A phone's HDR photo is an ordinary JPEG with a second, smaller one behind it: how much brighter each place may be shown.
 * That map is cut and enlarged like the photo, keeps its own description (XMP of hdr-gain-map 1.0, ISO 21496-1), and is put behind the
 * new picture, found through an MPF segment and a container directory in the XMP.
 */
export interface CarriedGainMap {
  /** A JPEG, with its description. */
  jpeg: Buffer;
  /** What the XMP of the picture has to say about it: a description, to stand in its RDF. */
  description: string;
}

/** Why a photo's gain map cannot be carried over; null when the photo has none. */
export type GainMapOutcome = { carried: CarriedGainMap; loss: null } | { carried: null; loss: Said | null };

/** Prepares the photo's gain map for a picture that shows `crop` of the photo (upright pixels) at `size`. */
export async function prepareGainMap(photo: PhotoHeader, crop: Rectangle, size: Size): Promise<GainMapOutcome> {
  const lost = (why: 'kind' | 'meaning' | 'damaged'): GainMapOutcome => ({
    carried: null,
    loss: say(`writing.gain-map-${why}`, { name: basename(photo.path) }),
  });
  if (photo.format !== 'jpeg' && photo.format !== 'heic') return { carried: null, loss: null };
  const found = photo.format === 'jpeg' ? await readJpegMap(photo.path) : await readHeicMap(photo);
  if (found === null) {
    return (await hasForeignMap(photo)) ? lost('kind') : { carried: null, loss: null };
  }
  const { image, orientation, descriptions } = found;
  if (descriptions.length === 0) return lost('meaning');
  const enlarged = await enlarge(image, orientation, photo, crop, size).catch(() => null);
  if (enlarged === null) return lost('damaged');
  const jpeg = insertSegments(enlarged, descriptions);
  return { carried: { jpeg, description: describe(jpeg.length) }, loss: null };
}

interface FoundMap {
  image: Buffer;
  /** As EXIF numbers it. */
  orientation: number;
  /** Segments that say how it is meant. */
  descriptions: { marker: number; payload: Buffer }[];
}

async function readJpegMap(path: string): Promise<FoundMap | null> {
  const { gainMap, orientation = 1 } = await sharp(path, { limitInputPixels: false }).metadata();
  if (gainMap === undefined) return null;
  const descriptions = readSegments(gainMap.image).filter(({ marker, payload }) => isDescription(marker, payload));
  return { image: gainMap.image, orientation, descriptions };
}

/** A decoder that fails leaves no map. */
async function readHeicMap(photo: PhotoHeader): Promise<FoundMap | null> {
  const found = await readAppleGainMap(photo).catch(() => null);
  if (found === null) return null;
  if (found === 'unexplained') return { image: Buffer.alloc(0), orientation: 1, descriptions: [] };
  const description = { marker: 0xe1, payload: Buffer.from(`${xmpName}${found.xmp}`, 'latin1') };
  return { image: found.image, orientation: 1, descriptions: [description] };
}

/** Puts the map behind the finished JPEG at `path`, whose XMP holds the description already. */
export async function appendGainMap(path: string, { jpeg: map }: CarriedGainMap): Promise<void> {
  const picture = await readFile(path);
  const saysIso = readSegments(map).some(({ payload }) => payload.indexOf(isoName) === 0);
  const iso = saysIso ? [{ marker: 0xe2, payload: Buffer.concat([isoName, Buffer.alloc(4)]) }] : [];
  const isoBytes = iso.reduce((sum, { payload }) => sum + payload.length + segmentOverhead, 0);
  const headerAt = endOfApplicationSegments(picture) + isoBytes + segmentOverhead + mpfName.length;
  const pictureBytes = picture.length + isoBytes + segmentOverhead + mpfName.length + mpfBytes;
  const mpf = { marker: 0xe2, payload: multiPictureFormat(pictureBytes, map.length, pictureBytes - headerAt) };
  await writeFile(path, Buffer.concat([insertSegments(picture, [...iso, mpf]), map]));
}

const mpfName = Buffer.from('MPF\0', 'latin1');
const mpfBytes = 82;
const isoName = Buffer.from('urn:iso:std:iso:ts:21496:-1\0', 'latin1');
const xmpName = 'http://ns.adobe.com/xap/1.0/\0';
const gainMapNamespace = 'http://ns.adobe.com/hdr-gain-map/1.0/';

function isDescription(marker: number, payload: Buffer): boolean {
  const isXmp = marker === 0xe1 && payload.indexOf(xmpName, 0, 'latin1') === 0;
  return (isXmp && payload.includes(gainMapNamespace)) || (marker === 0xe2 && payload.indexOf(isoName) === 0);
}

/** Apple's own maps are known by their names alone. */
async function hasForeignMap({ path, fileBytes }: PhotoHeader): Promise<boolean> {
  if (fileBytes > largestSearched) return false;
  const bytes = await readFile(path);
  return ['hdrgainmap', 'HDRGainMapVersion', gainMapNamespace].some((name) => bytes.includes(name));
}

const largestSearched = 2 ** 28;

/** The turn and the mirror that make a picture of each EXIF orientation upright. */
const turns: Record<number, { angle: number; flip?: true; flop?: true }> = {
  1: { angle: 0 },
  2: { angle: 0, flop: true },
  3: { angle: 180 },
  4: { angle: 0, flip: true },
  5: { angle: 90, flop: true },
  6: { angle: 90 },
  7: { angle: 270, flop: true },
  8: { angle: 270 },
};

async function enlarge(map: Buffer, orientation: number, photo: Size, crop: Rectangle, size: Size): Promise<Buffer> {
  const { angle, flip = false, flop = false } = turns[orientation] ?? { angle: 0 };
  const upright = await sharp(map, { ignoreIcc: true, limitInputPixels: photo.width * photo.height })
    .rotate(angle)
    .flip(flip)
    .flop(flop)
    .raw()
    .toBuffer({
      resolveWithObject: true,
    });
  const { width, height, channels } = upright.info;
  const [across, down] = [width / photo.width, height / photo.height];
  const left = Math.min(width - 1, Math.round(crop.x * across));
  const top = Math.min(height - 1, Math.round(crop.y * down));
  const part = {
    left,
    top,
    width: Math.min(width - left, Math.max(1, Math.round(crop.width * across))),
    height: Math.min(height - top, Math.max(1, Math.round(crop.height * down))),
  };
  return sharp(upright.data, { raw: { width, height, channels } })
    .extract(part)
    .resize(Math.max(1, Math.round(size.width * across)), Math.max(1, Math.round(size.height * down)), {
      fit: 'fill',
      kernel: 'cubic',
    })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

function describe(mapBytes: number): string {
  const item = (attributes: string): string =>
    `<rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="image/jpeg" ${attributes}/></rdf:li>`;
  return (
    '<rdf:Description rdf:about="" xmlns:Container="http://ns.google.com/photos/1.0/container/"' +
    ` xmlns:Item="http://ns.google.com/photos/1.0/container/item/" xmlns:hdrgm="${gainMapNamespace}" hdrgm:Version="1.0">` +
    `<Container:Directory><rdf:Seq>${item('Item:Semantic="Primary"')}` +
    `${item(`Item:Semantic="GainMap" Item:Length="${mapBytes}"`)}</rdf:Seq></Container:Directory></rdf:Description>`
  );
}

/** CIPA DC-007: two pictures, the second `offset` bytes behind the header that follows the segment's name. */
function multiPictureFormat(firstBytes: number, secondBytes: number, offset: number): Buffer {
  const bytes = Buffer.alloc(mpfBytes);
  bytes.write('MM\0*', 0, 'latin1');
  bytes.writeUInt32BE(8, 4);
  bytes.writeUInt16BE(3, 8);
  const entry = (at: number, tag: number, type: number, count: number): number => {
    bytes.writeUInt16BE(tag, at);
    bytes.writeUInt16BE(type, at + 2);
    bytes.writeUInt32BE(count, at + 4);
    return at + 8;
  };
  bytes.write('0100', entry(10, 0xb000, 7, 4), 'latin1');
  bytes.writeUInt32BE(2, entry(22, 0xb001, 4, 1));
  bytes.writeUInt32BE(50, entry(34, 0xb002, 7, 32));
  bytes.writeUInt32BE(0x030000, 50);
  bytes.writeUInt32BE(firstBytes, 54);
  bytes.writeUInt32BE(secondBytes, 70);
  bytes.writeUInt32BE(offset, 74);
  return Buffer.concat([mpfName, bytes]);
}
