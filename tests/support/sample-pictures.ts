import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { PixelImage } from '#core/photos/pixel-image';

/** A smooth picture that looks different from every side: red grows to the right, green downwards, blue is a wave. */
export function gradientImage(width: number, height: number, depth: 8 | 16 = 8): PixelImage {
  const white = depth === 8 ? 255 : 65535;
  const data = depth === 8 ? new Uint8Array(width * height * 3) : new Uint16Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const wave = 0.5 + 0.4 * Math.sin(x / 7) * Math.cos(y / 9);
      data.set(
        [(x + 0.5) / width, (y + 0.5) / height, wave].map((value) => Math.round(value * white)),
        (y * width + x) * 3,
      );
    }
  }
  return { width, height, depth, data, profile: null };
}

/** The image as the start of a sharp pipeline. */
export function pipelineOf({ width, height, depth, data }: PixelImage): Sharp {
  const pipeline = sharp(data, { raw: { width, height, channels: 3 } });
  return depth === 16 ? pipeline.toColourspace('rgb16') : pipeline;
}

/** Saves an encoded picture into a folder and gives its path. */
export async function savePicture(folder: string, name: string, pipeline: Sharp): Promise<string> {
  const path = join(folder, name);
  writeFileSync(path, await pipeline.toBuffer());
  return path;
}

/** What a phone writes: a camera, a lens, a time, a place. Strings as sharp wants them. */
export const phoneExif = {
  IFD0: { Make: 'Acme', Model: 'Phone 9', Copyright: 'A. Person' },
  IFD2: {
    DateTimeOriginal: '2024:05:06 07:08:09',
    SubSecTimeOriginal: '120',
    FocalLength: '60/10',
    FocalLengthIn35mmFilm: '52',
    ExposureTime: '1/250',
    ISOSpeedRatings: '80',
    LensModel: 'Acme tele 6 mm f/2',
    SubjectArea: '10 20',
  },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '51/1 30/1 3230/100',
    GPSLongitudeRef: 'W',
    GPSLongitude: '0/1 7/1 4366/100',
  },
};

/** A photo as a phone writes it: stored on its side, with EXIF and XMP. Upright it is as high as the image is wide. */
export function phonePhoto(image: PixelImage): Sharp {
  return pipelineOf(image).withMetadata({ orientation: 6 }).withExif(phoneExif).withXmp(phoneXmp).jpeg();
}

/** An XMP packet with a place, an orientation, a pointer to a gain map and something worth keeping. */
export const phoneXmp = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:e="http://ns.adobe.com/exif/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"
 tiff:Orientation="6" e:GPSLatitude="51,30.5N" hdrgm:Version="1.0" xmp:CreatorTool="17.1">
<e:GPSLongitude>0,7.7W</e:GPSLongitude><e:PixelXDimension>64</e:PixelXDimension>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">A harbour</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;

/** Mean absolute distance of two pictures' values. */
export function meanDifference(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < first.length; index++) sum += Math.abs((first[index] ?? 0) - (second[index] ?? 0));
  return sum / first.length;
}
