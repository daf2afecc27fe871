/**
 * Renders the sample pair that ships with the program, or a contact sheet of invented scenes. Run by hand:
 *
 *   npx tsx tests/support/sample-street/make-sample-pair.ts [--width 2000] [--output folder]
 *   npx tsx tests/support/sample-street/make-sample-pair.ts --contact-sheet sheet.png
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp, { type Exif, type Sharp } from 'sharp';
import { idealPhotograph, shrinkByArea } from './camera/camera-simulation.ts';
import { createSamplePhone, photographPair, truthOfPair } from './phone-pair.ts';
import type { PlanarImage } from '#native-models/simulation/planar-image';
import { renderScene } from './rendering/render-scene.ts';
import { shopFrontDistance } from './scenery/market-street.ts';
import { sceneKinds, syntheticScene, viewpoint } from './synthetic-scenes.ts';

const sceneSeed = 7;
const noiseSeed = 2026;
const samplePairFolder = 'native-models/sample-pair';

const { values: options } = parseArgs({
  options: {
    output: { type: 'string', default: samplePairFolder },
    width: { type: 'string', default: '2000' },
    'contact-sheet': { type: 'string' },
  },
});
await (options['contact-sheet'] === undefined
  ? makeSamplePair(options.output, Number(options.width))
  : makeContactSheet(options['contact-sheet']));

async function makeSamplePair(folder: string, width: number): Promise<void> {
  const height = Math.round(width * 0.75);
  const scene = syntheticScene(sceneSeed, 'market-street', 96);
  const phone = createSamplePhone(width, height, viewpoint);
  console.log(`Scene of ${scene.geometry.count} surfaces is lit; rendering`);
  const quality = { truthSamples: [3, 6], teleSamples: [2, 3] } as const;
  const pair = photographPair(scene, phone, noiseSeed, quality, tellEveryTenth());
  await mkdir(folder, { recursive: true });
  await pixelsOf(pair.wide)
    .withExif(exifOf('wide'))
    .withIccProfile('srgb')
    .jpeg({ quality: 91 })
    .toFile(join(folder, 'wide.jpg'));
  await pixelsOf(pair.tele)
    .withExif(exifOf('tele'))
    .withIccProfile('srgb')
    .jpeg({ quality: 91 })
    .toFile(join(folder, 'tele.jpg'));
  await pixelsOf(pair.truth).webp({ quality: 90, effort: 6, smartSubsample: true }).toFile(join(folder, 'truth.webp'));
  const truth = {
    scene: { kind: 'market-street', seed: sceneSeed },
    wide: { file: 'wide.jpg', width, height },
    tele: { file: 'tele.jpg', width, height },
    truth: { file: 'truth.webp', width: 2 * width, height: 2 * height },
    coordinates: 'Pixels of the photos, centres at integer + 0.5; homographies map tele to wide',
    ...truthOfPair(phone, shopFrontDistance),
  };
  await writeFile(join(folder, 'ground-truth.json'), `${JSON.stringify(truth, null, 2)}\n`);
}

async function makeContactSheet(path: string): Promise<void> {
  const [columns, width, height] = [3, 480, 360];
  const tiles: { input: Buffer; raw: { width: number; height: number; channels: 3 }; left: number; top: number }[] = [];
  for (const [row, kind] of sceneKinds.entries()) {
    for (let column = 0; column < columns; column++) {
      const scene = syntheticScene(100 + column, kind, 16);
      const phone = createSamplePhone(width, height, viewpoint);
      const light = renderScene(scene, phone.wide, { samples: 3, extraSamples: 5 });
      const input = interleaved(idealPhotograph(shrinkByArea(light, 1), phone.wideModel));
      tiles.push({ input, raw: { width, height, channels: 3 }, left: column * width, top: row * height });
    }
  }
  await sharp({
    create: { width: columns * width, height: sceneKinds.length * height, channels: 3, background: 'black' },
  })
    .composite(tiles)
    .png()
    .toFile(path);
}

/** As a phone writes it: both photos of one release of the shutter. */
function exifOf(role: 'wide' | 'tele'): Exif {
  const [focalLength, aperture, lens, film] =
    role === 'wide'
      ? ['68/10', '178/100', 'back camera 6.8mm f/1.78', '26']
      : ['90/10', '280/100', 'back telephoto camera 9mm f/2.8', '52'];
  return {
    IFD0: {
      Make: 'Telewide',
      Model: 'Telewide Sample Phone',
      Software: '1.0',
      Orientation: '1',
      DateTime: '2026:06:14 10:42:07',
    },
    IFD2: {
      DateTimeOriginal: '2026:06:14 10:42:07',
      DateTimeDigitized: '2026:06:14 10:42:07',
      SubSecTimeOriginal: role === 'wide' ? '318' : '334',
      OffsetTimeOriginal: '+00:00',
      ExposureTime: role === 'wide' ? '1/1250' : '1/640',
      FNumber: aperture ?? '',
      ISOSpeedRatings: role === 'wide' ? '50' : '80',
      FocalLength: focalLength ?? '',
      FocalLengthIn35mmFilm: film ?? '',
      LensMake: 'Telewide',
      LensModel: `Telewide Sample Phone ${lens ?? ''}`,
    },
    IFD3: {
      GPSLatitudeRef: 'N',
      GPSLatitude: '0/1 30/1 0/1',
      GPSLongitudeRef: 'W',
      GPSLongitude: '25/1 15/1 0/1',
    },
  };
}

function pixelsOf(image: PlanarImage): Sharp {
  return sharp(interleaved(image), { raw: { width: image.width, height: image.height, channels: 3 } });
}

function interleaved({ width, height, data }: PlanarImage): Buffer {
  const plane = width * height;
  const bytes = Buffer.alloc(plane * 3);
  for (let at = 0; at < plane; at++) {
    for (let channel = 0; channel < 3; channel++) {
      bytes[at * 3 + channel] = Math.round(255 * (data[channel * plane + at] ?? 0));
    }
  }
  return bytes;
}

function tellEveryTenth(): (fraction: number) => void {
  let told = 0;
  return (fraction) => {
    if (fraction < told + 0.1 && fraction < 1) return;
    told = fraction;
    console.log(`${Math.round(fraction * 100)} %`);
  };
}
