import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultBatchSettings } from '#contract/batch';
import { planBatch } from '#core/export/batch/plan-batch';
import { findPairs } from '#core/pairs/finding/find-pairs';
import { buildRegistrationWorker } from '../../../support/build-worker.ts';
import { neutralFolder } from '../../../support/neutral-photos.ts';
import { paintScene, simulatePair } from '../../../support/simulated-pair.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { renameSync } from 'node:fs';

let programs: Awaited<ReturnType<typeof buildRegistrationWorker>>;
beforeAll(async () => {
  programs = await buildRegistrationWorker();
});
afterAll(() => programs.remove());

const size = { width: 800, height: 600 };
const look = { gamma: 1.2, gains: [1.05, 0.95, 0.9], noise: 4 } as const;
const { wide, tele } = simulatePair(
  paintScene({ width: 1600, height: 1200 }, 5),
  size,
  { size, zoom: 2.4, rotation: 1 },
  look,
);
const stranger = paintScene(size, 6);

/** Photos that say nothing but their names; the pairs that `pair` finds there, and those that `batch` would make. */
async function found(photos: Record<string, typeof wide>) {
  const folder = temporaryFolder();
  const neutral = neutralFolder(folder);
  for (const [name, photo] of Object.entries(photos)) {
    renameSync(join(folder, await neutral.add(photo)), join(folder, name));
  }
  const { signal } = new AbortController();
  const report = (): void => undefined;
  const { programFolder } = programs;
  const { pairs } = await findPairs(folder, { content: { isForced: false, programFolder }, signal, report });
  const plan = await planBatch({
    source: folder,
    recursive: true,
    outputFolder: join(folder, 'out'),
    settings: defaultBatchSettings,
    weightsOf: async (model) => model,
    programFolder,
    signal,
    report,
  });
  const words = ({ wide, teles }: { wide: string; teles: readonly string[] }): string =>
    [wide, ...teles].map((path) => basename(path)).join(' + ');
  return { pair: pairs.map(words), batch: plan.photos.map(words) };
}

const same = (...pairs: string[]) => ({ pair: pairs, batch: pairs });

describe('two photos without facts', { timeout: 240_000 }, () => {
  test.each([
    ['a.jpg', 'b.jpg'],
    ['b.jpg', 'a.jpg'],
    ['shop-wide.jpg', 'shop-tele.jpg'],
    ['shop-tele.jpg', 'shop-wide.jpg'],
    ['x_t.jpg', 'x_w.jpg'],
  ])('%s is the wide of %s by what they show, whatever they are called', async (wideName, teleName) => {
    expect(await found({ [wideName]: wide, [teleName]: tele })).toEqual(same(`${wideName} + ${teleName}`));
  });

  test('stay two when they show two things', async () => {
    expect(await found({ 'a.jpg': wide, 'b.jpg': stranger })).toEqual(same('a.jpg', 'b.jpg'));
  });
});

test('a batch finds what a search finds, of photos from a messenger too', { timeout: 240_000 }, async () => {
  const photos = { 'WA1.jpg': stranger, 'WA2.jpg': tele, 'WA3.jpg': wide };
  expect(await found(photos)).toEqual(same('WA1.jpg', 'WA3.jpg + WA2.jpg'));
});
