import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OutputScale } from '#contract/enhancement';
import { applyHomography, cornersOf, type Homography, type Rectangle } from '#contract/geometry';
import { enhanceCrop } from '#core/enhancement/enhance-crop';
import type { LoadedModel } from '#core/models/model-registry';
import { readImage } from '#core/photos/files/read-image';
import type { PixelImage } from '#core/photos/pixel-image';
import { expectNothingLeft, loadFastModel } from '../../support/nearest-enhancement.ts';
import { nearestNetwork } from '../../support/nearest-network.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let model: LoadedModel;
beforeAll(async () => {
  model = await loadFastModel();
});

/** Of a scene with detail at every scale, `zoom` pixels to one of the wide photo. */
function photograph(width: number, height: number, left: number, top: number, zoom: number): PixelImage {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, index) => {
    const pixel = Math.floor(index / 3);
    const x = left + ((pixel % width) + 0.5) / zoom;
    const y = top + (Math.floor(pixel / width) + 0.5) / zoom;
    return valueAt(x, y, zoom) + 5 * (index % 3);
  });
  return { width, height, depth: 8, data, profile: null };
}

/** What is too fine for a camera, it sees as its mean. */
function valueAt(x: number, y: number, zoom: number): number {
  const waves = [23, 11, 7.3, 4.1, 2.7, 1.3, 0.8].filter((length) => length > 2.2 / zoom);
  return waves.reduce((sum, length, number) => {
    const turn = (number + 1) * 1.7;
    return sum + 17 * Math.sin(((x * Math.cos(turn) + y * Math.sin(turn)) * 2 * Math.PI) / length + turn);
  }, 128);
}

// Odd sides: half of three times them is no whole number.
const wide = photograph(121, 103, 0, 0, 1);
const tele = photograph(360, 320, 15, 12, 4);
const homography: Homography = [0.25, 0, 15, 0, 0.25, 12, 0, 0, 1];
const corners = cornersOf(tele).map((corner) => applyHomography(homography, corner));
const registration = {
  ...({ verdict: 'good', reason: { raw: 'It is known.' }, homography, corners, overlap: corners } as const),
  ...({ overlapShare: 0.58, zoom: 4, rotation: 0, detector: 'akaze', matches: 100, inliers: 100 } as const),
  ...{ residual: 0.1, milliseconds: 1 },
};

type Enhanced = Awaited<ReturnType<typeof enhanceCrop>> & { image: PixelImage; told: number[] };

async function enhance(
  scale: OutputScale,
  changes: Partial<Parameters<typeof enhanceCrop>[0]> = {},
): Promise<Enhanced> {
  const scratchPath = join(temporaryFolder(), 'result.tif');
  const told: number[] = [];
  const result = await enhanceCrop({
    ...{ wide, tele, registration, model, device: 'cpu', deviceReason: { raw: '' }, crop: null, scale },
    ...{ useReference: true, memoryBudget: 1e9, scratchPath, report: (fraction) => told.push(fraction) },
    ...changes,
  });
  return { ...result, told, image: await readImage(scratchPath, { pixelLimit: 1e7 }) };
}

const wholes = new Map<OutputScale, Promise<Enhanced>>();

/** The whole photo, once for all tests. */
function enhanceWhole(scale: OutputScale): Promise<Enhanced> {
  const whole = wholes.get(scale) ?? enhance(scale);
  wholes.set(scale, whole);
  return whole;
}

/** Mean square error against the scene, where the tele looked. */
function errorOf({ width, data }: PixelImage, scale: number): number {
  let [sum, count] = [0, 0];
  for (let y = 30 * scale; y < 75 * scale; y += 1)
    for (let x = 30 * scale; x < 90 * scale; x += 1, count += 1)
      sum += ((data[3 * (y * width + x)] ?? 0) - valueAt((x + 0.5) / scale, (y + 0.5) / scale, scale)) ** 2;
  return sum / count;
}

describe('a result of three or four times the size', () => {
  it.each([3, 4] as const)('%d times: exactly so large, told all along, with a map of its own', async (scale) => {
    const { image, facts, told, provenance } = await enhanceWhole(scale);
    const size = { width: 121 * scale, height: 103 * scale };
    expect(image).toMatchObject(size);
    expect(facts).toMatchObject({ crop: { x: 0, y: 0, width: 121, height: 103 }, output: size });
    expect(told).toEqual(told.toSorted((one, other) => one - other));
    expect(told.at(-1)).toBe(1);
    expect(provenance).toMatchObject({ blockSize: 16, columns: Math.ceil(size.width / 16) });
    expect(facts.provenance.photographed).toBeGreaterThan(0.35);
  });

  it('shows of the tele what twice the size cannot hold', async () => {
    const [two, four] = [await enhanceWhole(2), await enhanceWhole(4)];
    const enlarged = Uint8Array.from({ length: four.image.data.length }, (_, at) => {
      const [row, column] = [Math.floor(at / 3 / four.image.width), Math.floor(at / 3) % four.image.width];
      return two.image.data[3 * ((row >> 1) * two.image.width + (column >> 1)) + (at % 3)] ?? 0;
    });
    expect(errorOf(four.image, 4)).toBeLessThan(0.6 * errorOf({ ...four.image, data: enlarged }, 4));
  });

  it.each([3, 4] as const)('%d times: a part is that part of the whole', async (scale) => {
    const crop: Rectangle = { x: 37, y: 28, width: 31, height: 23 };
    const [whole, part] = [await enhanceWhole(scale), await enhance(scale, { crop })];
    expect(part.image).toMatchObject({ width: 31 * scale, height: 23 * scale });
    let [sum, count] = [0, 0];
    for (let y = 0; y < part.image.height; y += 1)
      for (let x = 0; x < 3 * part.image.width; x += 1, count += 1) {
        const there = 3 * ((y + 28 * scale) * whole.image.width + 37 * scale) + x;
        sum += Math.abs((part.image.data[3 * y * part.image.width + x] ?? 0) - (whole.image.data[there] ?? 0));
      }
    expect(sum / count).toBeLessThan(1.5);
  });

  it.each([2, 3] as const)('%d times: is shown as it grows, each part where it belongs', async (scale) => {
    const parts: { part: PixelImage; toWide: Homography }[] = [];
    const { image } = await enhance(scale, {
      memoryBudget: 1,
      show: (part, toWide) => parts.push({ part, toWide }),
    });
    const last = parts.filter(({ toWide }) => Math.abs(toWide[0] * scale - 1) < 1e-9);
    expect(last.length).toBeGreaterThan(1);
    let [same, all] = [0, 0];
    for (const { part, toWide } of last)
      for (let y = 0; y < part.height; y += 1)
        for (let x = 0; x < part.width; x += 1) {
          const place = applyHomography(toWide, { x: x + 0.5, y: y + 0.5 });
          const [column, row] = [Math.floor(place.x * scale), Math.floor(place.y * scale)];
          if (column >= image.width || row >= image.height) continue;
          all += 1;
          const [shown, kept] = [
            part.data[3 * (y * part.width + x)] ?? 0,
            image.data[3 * (row * image.width + column)],
          ];
          if (Math.abs(shown - (kept ?? 0)) <= 2) same += 1;
        }
    expect(all).toBe(image.width * image.height);
    expect(same / all).toBeGreaterThan(0.95);
  });

  it('turned, is as large as the crop says', async () => {
    const { image, facts } = await enhance(3, { straighten: 5, useReference: false });
    expect(image).toMatchObject({ width: 3 * facts.crop.width, height: 3 * facts.crop.height });
    expect(facts).toMatchObject({ straighten: 5, output: { width: image.width, height: image.height } });
  });

  it('that is cancelled in the second pass leaves nothing', async () => {
    const [network, scratchPath] = [nearestNetwork(), join(temporaryFolder(), 'scratch.tif')];
    const cancelling = new AbortController();
    const asked = enhance(4, {
      ...{ scratchPath, useReference: false, openSession: network.openSession, signal: cancelling.signal },
      report: (fraction) => {
        if (fraction > 0.4) cancelling.abort(new Error('enough'));
      },
    });
    await expect(asked).rejects.toThrow('enough');
    expectNothingLeft(scratchPath, network);
  });
});
