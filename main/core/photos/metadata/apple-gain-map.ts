import { decodeHeifAuxiliary } from '../files/decode-heif.ts';
import type { PhotoHeader } from '../files/photo-header.ts';
import { sharp } from '../image-library.ts';
import { walkXml } from './walk-xml.ts';

/** A gain map as hdr-gain-map 1.0 means it, upright, and the XMP that says so. */
export interface ExplainedGainMap {
  /** A PNG of one channel. */
  image: Buffer;
  xmp: string;
}

/**
 * The gain map of an iPhone's HEIC, which holds by how much of `headroom - 1` each place may be brightened, encoded as Rec. 709, as logarithms. `unexplained` when
 * it does not say its headroom, as older ones do only in the maker note; null when there is none.
 */
export async function readAppleGainMap({
  path,
  width,
  height,
}: PhotoHeader): Promise<ExplainedGainMap | 'unexplained' | null> {
  const found = await decodeHeifAuxiliary(path, 'urn:com:apple:photo:2020:aux:hdrgainmap', width * height);
  if (found === null) return null;
  const headroom = headroomIn(found.xmp);
  if (headroom === null || found.picture === null) return 'unexplained';
  const values = asLogarithms(headroom);
  const { data, ...size } = found.picture;
  const grey = Uint8Array.from({ length: size.width * size.height }, (_, index) => values[data[index * 3] ?? 0] ?? 0);
  const image = await sharp(grey, { raw: { ...size, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
  return { image, xmp: describe(Math.log2(headroom)) };
}

/** For each value of Apple's map the logarithm of what it makes brighter, of 255 for the whole headroom. */
export function asLogarithms(headroom: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, value) =>
    Math.round((255 * Math.log2(1 + (headroom - 1) * fromRec709(value / 255))) / Math.log2(headroom)),
  );
}

/** How many times as bright as white the brightest place is; null where nothing sensible says it. */
function headroomIn(xmp: string | null): number | null {
  let headroom = Number.NaN;
  let inside = false;
  const isIt = ({ uri, local }: { uri: string; local: string }): boolean =>
    uri === 'http://ns.apple.com/HDRGainMap/1.0/' && local === 'HDRGainMapHeadroom';
  walkXml(xmp ?? '', {
    open(element) {
      inside = isIt(element);
      for (const attribute of Object.values(element.attributes))
        if (isIt(attribute)) headroom = Number(attribute.value);
    },
    text: (text) => (inside ? void (headroom = Number(text)) : undefined),
    close: () => (inside = false),
  });
  return headroom > 1 && headroom <= 64 ? headroom : null;
}

/** From the encoded value to light, both 0 to 1. */
function fromRec709(value: number): number {
  return value < 0.081 ? value / 4.5 : ((value + 0.099) / 1.099) ** (1 / 0.45);
}

function describe(stops: number): string {
  const most = stops.toFixed(6);
  return (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""' +
    ` xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0" hdrgm:GainMapMin="0" hdrgm:GainMapMax="${most}" hdrgm:Gamma="1"` +
    ` hdrgm:OffsetSDR="0" hdrgm:OffsetHDR="0" hdrgm:HDRCapacityMin="0" hdrgm:HDRCapacityMax="${most}" hdrgm:BaseRenditionIsHDR="False"/></rdf:RDF></x:xmpmeta>`
  );
}
