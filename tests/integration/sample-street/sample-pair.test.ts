import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import exifr from 'exifr';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createSamplePhone, truthOfPair } from '../../support/sample-street/phone-pair.ts';
import { shopFrontDistance } from '../../support/sample-street/scenery/market-street.ts';
import { viewpoint } from '../../support/sample-street/synthetic-scenes.ts';

const file = (name: string): string =>
  fileURLToPath(new URL(`../../../native-models/sample-pair/${name}`, import.meta.url));

describe('the sample pair that ships', () => {
  it('is small enough to ship and has the sizes it promises', async () => {
    for (const name of ['wide.jpg', 'tele.jpg']) {
      const bytes = await readFile(file(name));
      expect(bytes.length).toBeLessThan(1.2 * 2 ** 20);
      expect(await sharp(bytes).metadata()).toMatchObject({ width: 2000, height: 1500, orientation: 1 });
    }
    expect(await sharp(file('truth.webp')).metadata()).toMatchObject({ width: 4000, height: 3000 });
  });

  it('carries what a phone writes: one moment, two lenses', async () => {
    const facts = await Promise.all(
      ['wide.jpg', 'tele.jpg'].map(async (name) => (await exifr.parse(file(name))) as unknown),
    );
    expect(facts).toMatchObject([{ FocalLengthIn35mmFormat: 26 }, { FocalLengthIn35mmFormat: 52 }]);
    for (const one of facts) {
      expect(one).toMatchObject({
        Make: 'Telewide',
        Model: 'Telewide Sample Phone',
        ExposureTime: expect.any(Number) as number,
      });
    }
    const [wide, tele] = facts as { DateTimeOriginal: Date }[];
    expect(wide?.DateTimeOriginal).toEqual(tele?.DateTimeOriginal);
  });

  it('has the ground truth of the cameras in the code', async () => {
    const written = JSON.parse(await readFile(file('ground-truth.json'), 'utf8')) as Record<string, unknown>;
    const truth = truthOfPair(createSamplePhone(2000, 1500, viewpoint), shopFrontDistance);
    expect(written).toMatchObject(JSON.parse(JSON.stringify(truth)) as object);
  });

  it('shows the same street in the wide photo and its truth, and the truth is sharper', async () => {
    const wide = await luma('wide.jpg', 2000, 1500);
    const truth = await luma('truth.webp', 2000, 1500);
    expect(meanDifference(wide, truth)).toBeLessThan(9);
    const enlarged = await luma('wide.jpg', 4000, 3000);
    expect(roughness(await luma('truth.webp', 4000, 3000), 4000)).toBeGreaterThan(1.3 * roughness(enlarged, 4000));
  });
});

async function luma(name: string, width: number, height: number): Promise<Uint8Array> {
  return sharp(file(name)).resize(width, height, { kernel: 'cubic' }).greyscale().raw().toBuffer();
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, one, at) => sum + Math.abs(one - (b[at] ?? 0)), 0) / a.length;
}

/** Mean step from pixel to pixel along rows. */
function roughness(image: Uint8Array, width: number): number {
  return (
    image.reduce((sum, one, at) => sum + (at % width === 0 ? 0 : Math.abs(one - (image[at - 1] ?? 0))), 0) /
    image.length
  );
}
