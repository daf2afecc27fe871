import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exif } from 'sharp';
import { describe, expect, it } from 'vitest';
import { readPhotoSummary } from '#core/photos/metadata/photo-metadata';
import { gradientImage, phoneExif, phonePhoto, pipelineOf, savePicture } from '../../support/sample-pictures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const unknownCamera = {
  make: null,
  model: null,
  lens: null,
  focalLength35: null,
  exposureSeconds: null,
  iso: null,
  capturedAt: null,
};

async function cameraOf(exif: Exif) {
  const path = await savePicture(temporaryFolder(), 'a.jpg', pipelineOf(gradientImage(64, 48)).withExif(exif).jpeg());
  return (await readPhotoSummary(path)).camera;
}

describe('bad metadata', () => {
  it('of any kind never hides a photo', async () => {
    const folder = temporaryFolder();
    const whole = readFileSync(
      await savePicture(folder, 'a.jpg', pipelineOf(gradientImage(64, 48)).withExif(phoneExif).jpeg()),
    );
    const start = whole.indexOf('II*\0', 0, 'latin1');
    const random = mulberry(7);
    for (let round = 0; round < 60; round++) {
      const broken = Buffer.from(whole);
      for (let change = 0; change < 12; change++)
        broken[start + 4 + Math.floor(random() * 300)] = Math.floor(random() * 256);
      const path = join(folder, `broken-${round}.jpg`);
      writeFileSync(path, broken);
      expect(await readPhotoSummary(path)).toMatchObject({ width: expect.any(Number) as number, format: 'jpeg' });
    }
  });

  it.each(['0000:00:00 00:00:00', 'yesterday', '2024:13:40 25:61:61', '    :  :     :  :  '])(
    'the time "%s" is none',
    async (time) => {
      expect((await cameraOf({ IFD2: { DateTimeOriginal: time } })).capturedAt).toBeNull();
    },
  );

  it('a picture that is none is refused', async () => {
    const path = join(temporaryFolder(), 'a.jpg');
    writeFileSync(path, 'text');
    await expect(readPhotoSummary(path)).rejects.toMatchObject({ code: 'unsupported-format' });
  });
});

describe('a summary', () => {
  it('tells the file, the upright size and the camera', async () => {
    const folder = temporaryFolder();
    const picture = phonePhoto(gradientImage(64, 48)).withIccProfile('p3');
    const path = await savePicture(folder, 'photo.png', picture);
    const bytes = readFileSync(path);
    expect(await readPhotoSummary(path)).toEqual({
      id: createHash('sha256').update(bytes).digest('hex').slice(0, 32),
      name: 'photo.png',
      path,
      format: 'jpeg',
      fileBytes: bytes.length,
      width: 48,
      height: 64,
      bitDepth: 8,
      colourProfile: 'Display P3',
      hasGps: true,
      camera: {
        make: 'Acme',
        model: 'Phone 9',
        lens: 'Acme tele 6 mm f/2',
        focalLength35: 52,
        digitalZoom: null,
        exposureSeconds: 0.004,
        focalLength: 6,
        iso: 80,
        capturedAt: '2024-05-06T07:08:09.120',
      },
    });
  });

  it.each(['png', 'webp', 'tiff', 'avif'] as const)(
    'of a bare %s has no camera, no place, and sRGB',
    async (format) => {
      const path = await savePicture(temporaryFolder(), 'a', pipelineOf(gradientImage(64, 48))[format]({ effort: 1 }));
      const summary = await readPhotoSummary(path);
      expect(summary).toMatchObject({
        format,
        width: 64,
        height: 48,
        colourProfile: 'sRGB',
        hasGps: false,
        camera: unknownCamera,
      });
    },
  );

  it('knows 16 bits', async () => {
    const path = await savePicture(temporaryFolder(), 'a.png', pipelineOf(gradientImage(64, 48, 16)).png());
    expect((await readPhotoSummary(path)).bitDepth).toBe(16);
  });
});

describe('the focal length on 35 mm', () => {
  const sensor = {
    FocalLength: '60/10',
    FocalPlaneXResolution: '8/1',
    FocalPlaneYResolution: '8/1',
    FocalPlaneResolutionUnit: '4',
  };

  it('follows from the sensor: 64 x 48 pixels at 8 per millimetre are a crop of 4.3267, times digital zoom', async () => {
    expect((await cameraOf({ IFD2: sensor })).focalLength35).toBe(26);
    expect((await cameraOf({ IFD2: { ...sensor, DigitalZoomRatio: '2/1' } })).focalLength35).toBe(51.9);
    expect((await cameraOf({ IFD2: { ...sensor, DigitalZoomRatio: '0/1' } })).focalLength35).toBe(26);
  });

  it('is unknown when something is missing, and when the picture was resized since', async () => {
    expect((await cameraOf({ IFD2: { FocalLength: '60/10' } })).focalLength35).toBeNull();
    expect((await cameraOf({ IFD2: { FocalLengthIn35mmFilm: '0' } })).focalLength35).toBeNull();
    expect(
      (await cameraOf({ IFD2: { ...sensor, FocalPlaneXResolution: '500/1', FocalPlaneYResolution: '500/1' } }))
        .focalLength35,
    ).toBeNull();
  });
});

/** A small random generator with a seed. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
