import { join } from 'node:path';
import { expect, it } from 'vitest';
import { shrinkResult } from '#core/enhancement/inference/shrink-result';
import { createScratchImage } from '#core/photos/scratch/scratch-image';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const size = { width: 62, height: 700 };

/** A slope that is the same at every size, in each channel another. */
function valueAt(x: number, y: number, channel: number): number {
  return 20 + x + 0.2 * y + 10 * channel;
}

async function writeSlope(): Promise<string> {
  const path = join(temporaryFolder(), 'result.tif');
  const scratch = createScratchImage(path, { ...size, depth: 8, profile: null });
  scratch.writeRows(
    Uint8Array.from({ length: 3 * size.width * size.height }, (_, at) => {
      const pixel = Math.floor(at / 3);
      return Math.round(valueAt((pixel % size.width) + 0.5, Math.floor(pixel / size.width) + 0.5, at % 3));
    }),
  );
  scratch.finish();
  return path;
}

it('gives the whole picture at its own size', async () => {
  const whole = await shrinkResult(await writeSlope(), 1, size);
  expect(whole).toMatchObject({ ...size, depth: 8 });
  expect(whole.data[3 * 62 * 10 + 3 * 5 + 1]).toBe(Math.round(valueAt(5.5, 10.5, 1)));
});

it('leaves everything in its place, across the rows that are read at once, and repeats where the size is rounded up', async () => {
  const shrunk = await shrinkResult(await writeSlope(), 0.75, { width: 47, height: 525 });
  expect(shrunk).toMatchObject({ width: 47, height: 525, depth: 8 });
  for (let y = 3; y < 522; y += 1)
    for (let x = 3; x < 43; x += 7)
      for (const channel of [0, 1, 2]) {
        const expected = valueAt((x + 0.5) / 0.75, (y + 0.5) / 0.75, channel);
        expect(Math.abs((shrunk.data[3 * (47 * y + x) + channel] ?? 0) - expected)).toBeLessThan(1.01);
      }
  expect(shrunk.data[3 * (47 * 100 + 46)]).toBeGreaterThan(100);
});
