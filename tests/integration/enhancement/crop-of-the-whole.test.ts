import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { teleCrop } from '#contract/crop-geometry';
import type { Rectangle } from '#contract/geometry';
import type { Registration } from '#contract/registration';
import { enhancePair, type EnhancedPair } from '#core/enhancement/enhance-pair';
import { coreStep, fade, planTiles } from '#core/enhancement/inference/plan-tiles';
import { buildRegistrationWorker } from '../../support/build-worker.ts';
import { loadFastModel } from '../../support/nearest-enhancement.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const samplePair = fileURLToPath(new URL('../../../native-models/sample-pair', import.meta.url));

/** The sample pair at half its size, so that the real network is done in seconds. */
async function smallPair(folder: string): Promise<{ widePath: string; telePath: string }> {
  const [widePath, telePath] = await Promise.all(
    ['wide', 'tele'].map(async (name) => {
      const path = join(folder, `${name}.png`);
      await sharp(join(samplePair, `${name}.jpg`))
        .resize(1000, 750)
        .toFile(path);
      return path;
    }),
  );
  return { widePath: widePath ?? '', telePath: telePath ?? '' };
}

/** Rows or columns of the result that lie in the fade around a border between tiles: 8 wide pixels, and 4 by which it may have moved. */
function nearBorders(borders: readonly number[]): (place: number) => boolean {
  return (place) => borders.some((border) => Math.abs((place + 0.5) / 2 - border) < fade + coreStep / 2);
}

test('the crop to the tele’s view is the same part of the whole result, but for the fades between tiles', async () => {
  const folder = temporaryFolder();
  const { programFolder, remove } = await buildRegistrationWorker();
  const [paths, model] = [await smallPair(folder), await loadFastModel()];
  const enhance = (name: string, crop: Rectangle | null, registration: Registration | null): Promise<EnhancedPair> =>
    enhancePair({
      widePath: paths.widePath,
      teles: [{ path: paths.telePath, registration }],
      model,
      choices: { model: 'fast', device: 'cpu', crop, useReference: true },
      scratchPath: join(folder, name),
      pixelLimit: 1e8,
      memoryBudget: 2 ** 30,
      programFolder,
      signal: new AbortController().signal,
      report: () => undefined,
    });
  try {
    const { report: whole } = await enhance('whole.tif', null, null);
    const crop = teleCrop(whole.wide, whole.registration?.overlap ?? [], 0);
    if (crop === null) throw new Error('Expected the pair to register');
    const { report: part } = await enhance('part.tif', crop, whole.registration);
    expect(part.output).toEqual({ width: 2 * crop.width, height: 2 * crop.height });
    expect(part.tiles.count).toBeLessThan(whole.tiles.count);

    const place = { left: 2 * crop.x, top: 2 * crop.y, ...part.output };
    const expected = await sharp(join(folder, 'whole.tif')).extract(place).raw().toBuffer();
    const found = await sharp(join(folder, 'part.tif')).raw().toBuffer();
    expect(found.length).toBe(expected.length);
    const { rows } = planTiles({ crop: whole.crop, tileSize: 256 });
    const isNearRow = nearBorders(rows.map(({ y }) => y - crop.y));
    const isNearColumn = nearBorders((rows[0]?.tiles ?? []).map(({ core }) => core.x - crop.x));
    const counts = { equal: 0, different: 0, far: 0, largest: 0 };
    for (const [index, value] of found.entries()) {
      const distance = Math.abs(value - (expected[index] ?? 0));
      const [row, column] = [Math.floor(index / 3 / part.output.width), Math.floor(index / 3) % part.output.width];
      counts[distance === 0 ? 'equal' : 'different'] += 1;
      if (distance > 0 && !isNearRow(row) && !isNearColumn(column)) counts.far += 1;
      counts.largest = Math.max(counts.largest, distance);
    }
    // On tiles of its own the crop differs everywhere, in 22 % of its values and by up to 49.
    expect(counts.far).toBe(0);
    expect(counts.equal / found.length).toBeGreaterThan(0.97);
    expect(counts.largest).toBeLessThan(24);
  } finally {
    await remove();
  }
}, 240_000);
