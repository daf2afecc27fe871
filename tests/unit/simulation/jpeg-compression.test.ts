import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createPlanarImage, planeOf, type PlanarImage } from '#native-models/simulation/planar-image';
import { createRandom } from '#native-models/random';
import { compressAsJpeg, quantisationTables } from '#native-models/simulation/camera/jpeg-compression';

const side = 96;

describe('quantisation tables', () => {
  it('are the standard’s at 50, half of it at 75, and 1 at 100', () => {
    expect([...quantisationTables(50).brightness.subarray(0, 4)]).toEqual([16, 11, 10, 16]);
    expect([...quantisationTables(75).colour.subarray(0, 4)]).toEqual([9, 9, 12, 24]);
    expect(quantisationTables(100).brightness.every((step) => step === 1)).toBe(true);
  });
});

describe('JPEG without a file', () => {
  it('refuses sides that blocks do not fill', () => {
    expect(() => compressAsJpeg(createPlanarImage(20, 16), { quality: 90, halved: false })).toThrow(
      /multiples of 8, received 20 x 16/,
    );
    expect(() => compressAsJpeg(createPlanarImage(24, 16), { quality: 90, halved: true })).toThrow(/multiples of 16/);
  });

  it('keeps an even grey', () => {
    const image = createPlanarImage(16, 16);
    image.data.fill(100 / 255);
    compressAsJpeg(image, { quality: 75, halved: true });
    for (const value of image.data) expect(Math.abs(value * 255 - 100)).toBeLessThanOrEqual(1);
  });

  it.each([
    { quality: 75, halved: true },
    { quality: 75, halved: false },
    { quality: 88, halved: true },
    { quality: 98, halved: false },
  ])('does what libjpeg does, nearly to a step: quality $quality, halved $halved', async ({ quality, halved }) => {
    const image = picture();
    const bytes = interleaved(image);
    const file = await sharp(bytes, { raw: { width: side, height: side, channels: 3 } })
      .jpeg({ quality, chromaSubsampling: halved ? '4:2:0' : '4:4:4' })
      .toBuffer();
    const expected = await sharp(file).raw().toBuffer();
    compressAsJpeg(image, { quality, halved });
    const received = interleaved(image);
    const differences = received.map((value, at) => Math.abs(value - (expected[at] ?? 0)));
    const harm = bytes.map((value, at) => Math.abs(value - (expected[at] ?? 0)));
    // Where a rounding falls the other way, a whole step of a wave is lost or won; most pixels are equal.
    expect(meanOf(differences)).toBeLessThan(0.75);
    expect(meanOf(differences)).toBeLessThan(0.55 * meanOf(harm));
  });
});

function meanOf(values: Uint8Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Smooth colours, edges and some noise. */
function picture(): PlanarImage {
  const image = createPlanarImage(side, side);
  const random = createRandom(4);
  for (let channel = 0; channel < 3; channel++) {
    planeOf(image, channel).forEach((_, at, plane) => {
      const [x, y] = [at % side, Math.floor(at / side)];
      const edge = (x - 40) ** 2 + (y - 50) ** 2 < 700 ? 0.35 : 0;
      const value = 0.3 + edge + 0.2 * Math.sin((x + channel * 20) / 9) * Math.cos(y / 13) + 0.02 * random.normal();
      plane[at] = Math.round(255 * Math.min(1, Math.max(0, value))) / 255;
    });
  }
  return image;
}

function interleaved({ data }: PlanarImage): Uint8Array {
  const size = data.length / 3;
  return Uint8Array.from({ length: data.length }, (_, at) =>
    Math.round(255 * (data[(at % 3) * size + Math.floor(at / 3)] ?? 0)),
  );
}
