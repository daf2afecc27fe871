import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { comparisonStrip, picturePlaces, writePictures } from '#core/learning/evaluation/picture-places';
import { lumaOf } from '#core/learning/evaluation/luma';
import type { Plane } from '#native-models/planes';
import { readImage } from '#core/photos/files/read-image';
import { gradientImage } from '../../../support/sample-pictures.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const [width, height] = [192, 128];

function planeOf(value: (x: number, y: number) => number): Plane {
  return {
    width,
    height,
    data: Float32Array.from({ length: width * height }, (_, index) => value(index % width, Math.floor(index / width))),
  };
}

/** Checks of one pixel inside a rectangle, more contrast in some. */
const patches = [
  { x: 16, y: 16, contrast: 20 },
  { x: 112, y: 64, contrast: 10 },
  { x: 80, y: 64, contrast: 8 },
];
const truth = planeOf((x, y) => {
  const patch = patches.find((one) => x >= one.x && x < one.x + 32 && y >= one.y && y < one.y + 32);
  return 100 + ((x + y) % 2) * (patch?.contrast ?? 0);
});
/** Right of 96. */
const overlap = Uint8Array.from(planeOf((x) => (x >= 96 ? 1 : 0)).data);
const spoilt = planeOf((x, y) => (truth.data[y * width + x] ?? 0) + (x >= 144 && x < 176 && y < 32 ? 5 : 0));

describe('picturePlaces', () => {
  it('finds none in a picture smaller than a place', () => {
    expect(picturePlaces({ truth, overlap, without: truth, result: truth, side: 256 })).toEqual([]);
  });

  it('leaves out what does not exist', () => {
    const everywhere = overlap.map(() => 1);
    const places = picturePlaces({ truth, overlap: everywhere, without: truth, result: truth, side: 32 });
    expect(places.map(({ name }) => name)).toEqual(['overlap', 'worst']);
  });

  it('takes the most texture in each region, and where the reference did most harm', () => {
    expect(picturePlaces({ truth, overlap, without: truth, result: spoilt, side: 32 })).toEqual([
      { name: 'overlap', x: 112, y: 64, width: 32, height: 32 },
      { name: 'edge', x: 80, y: 64, width: 32, height: 32 },
      { name: 'outside', x: 16, y: 16, width: 32, height: 32 },
      { name: 'worst', x: 144, y: 0, width: 32, height: 32 },
    ]);
  });
});

describe('comparisonStrip', () => {
  const one = gradientImage(60, 40);
  const deep = gradientImage(60, 40, 16);
  const place = { x: 20, y: 10, width: 30, height: 20 };

  it('shows the same place of every picture, pixel by pixel, at both depths', () => {
    const strip = comparisonStrip(
      [
        { label: 'a', image: one },
        { label: 'b', image: deep },
      ],
      place,
    );
    expect([strip.width, strip.height]).toEqual([68, 44]);
    for (const [x, y] of [
      [0, 0],
      [29, 19],
    ] as const) {
      const source = ((place.y + y) * 60 + place.x + x) * 3;
      const first = ((24 + y) * strip.width + x) * 4;
      expect([...strip.pixels.subarray(first, first + 4)]).toEqual([...one.data.subarray(source, source + 3), 255]);
      const second = [...strip.pixels.subarray(first + 38 * 4, first + 38 * 4 + 3)];
      second.forEach((value, channel) => expect(value).toBeCloseTo((deep.data[source + channel] ?? NaN) / 257, -0.3));
    }
  });

  it('writes each name above its picture, in ink that stays inside it', () => {
    const pictures = [
      { label: 'I', image: one },
      { label: '', image: one },
    ];
    const strip = comparisonStrip(pictures, place);
    const inkIn = (from: number, to: number): number => {
      let ink = 0;
      for (let y = 0; y < 24; y += 1)
        for (let x = from; x < to; x += 1) ink += 1 - (strip.pixels[(y * strip.width + x) * 4] ?? 0) / 255;
      return ink;
    };
    // The stroke of an I is 11 pixels high and somewhat over one wide.
    expect(inkIn(0, 30)).toBeGreaterThan(8);
    expect(inkIn(0, 30)).toBeLessThan(30);
    expect(inkIn(30, 68)).toBe(0);
  });
});

describe('writePictures', () => {
  const image = gradientImage(width, height);
  const measure = { truth: lumaOf(image), overlap };

  it('writes nothing while a result is missing', async () => {
    const folder = join(temporaryFolder(), 'pictures');
    mkdirSync(folder);
    await writePictures({ folder, name: 'a', results: new Map([['tele', image]]), truth: image, measure });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('writes a strip of four for every place, and makes the folder', async () => {
    const folder = join(temporaryFolder(), 'pictures');
    const results = new Map((['bicubic', 'without-reference', 'tele'] as const).map((row) => [row, image]));
    await writePictures({ folder, name: 'a', results, truth: image, measure });
    const names = ['a-edge.png', 'a-outside.png', 'a-overlap.png', 'a-worst.png'];
    expect(readdirSync(folder).sort()).toEqual(names);
    const strip = await readImage(join(folder, 'a-edge.png'), { pixelLimit: 1e6 });
    expect([strip.width, strip.height]).toEqual([4 * 32 + 3 * 8, 32 + 24]);
  });
});
