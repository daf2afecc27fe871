import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defaultBatchSettings, type BatchSettings, type BatchView } from '#contract/batch';
import { openBatches, type Batches } from '#core/export/batch/batches';
import { silentLog } from '#core/ground/disk/log-file';
import { loadFastModel } from '../../../support/nearest-enhancement.ts';
import { nearestNetwork } from '../../../support/nearest-network.ts';
import { gradientImage, pipelineOf, savePicture } from '../../../support/sample-pictures.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { pairPoolInProcess } from '../../../support/pair-pool-in-process.ts';

const settings: BatchSettings = { ...defaultBatchSettings, device: 'cpu' };

function openTestBatches(root: string, forgotten: string[] = []): Promise<Batches> {
  return openBatches({
    folder: join(root, 'batches'),
    scratchFolder: join(root, 'scratch'),
    programFolder: root,
    tools: () => ({
      loadModel: loadFastModel,
      pixelLimit: 1e6,
      memoryBudget: 1e9,
      pool: pairPoolInProcess(nearestNetwork().openSession),
    }),
    announce: () => undefined,
    forgotten: (id) => forgotten.push(id),
    log: silentLog,
  });
}

/** The one batch there is, once it is as wanted. */
async function batchWhen(batches: Batches, isAsWanted: (batch: BatchView) => boolean): Promise<BatchView> {
  await expect.poll(() => batches.list().some(isAsWanted), { timeout: 20_000 }).toBe(true);
  const [batch] = batches.list();
  if (batch === undefined) throw new Error('Expected a batch');
  return batch;
}

async function photosIn(root: string): Promise<{ wide: string; teles: [] }[]> {
  mkdirSync(join(root, 'photos'));
  const names = ['a.jpg', 'b.jpg', 'c.jpg'];
  return Promise.all(
    names.map(async (name, index) => ({
      wide: await savePicture(join(root, 'photos'), name, pipelineOf(gradientImage(40 + index, 36)).jpeg()),
      teles: [] as [],
    })),
  );
}

it('a paused batch with its choices survives a restart, is resumed, retried and forgotten', async () => {
  const root = temporaryFolder();
  const pairs = await photosIn(root);
  const outputFolder = join(root, 'out');
  const first = await openTestBatches(root);
  const id = await first.start({ pairs, outputFolder, settings });
  await first.pause(id);
  const { snapshot } = await batchWhen(first, (batch) => batch.snapshot?.counts.running === 0);
  const waiting = snapshot?.items.findLast(({ state }) => state.name === 'waiting');
  const unwanted = waiting === undefined ? null : waiting.key;
  if (unwanted !== null) first.cancel(id, unwanted);
  await first.close();

  const forgotten: string[] = [];
  const second = await openTestBatches(root, forgotten);
  expect(await batchWhen(second, (batch) => batch.snapshot !== null)).toMatchObject({
    id,
    isPaused: true,
    outputFolder,
  });
  await second.resume(id);
  const finished = await batchWhen(second, (batch) => batch.snapshot?.isFinished === true);
  expect(finished.snapshot?.counts).toMatchObject({ waiting: 0, failed: 0, cancelled: unwanted === null ? 0 : 1 });
  second.retry(id, null);
  await expect.poll(() => readdirSync(outputFolder).filter((name) => name.endsWith('.jpg')).length).toBe(3);
  await expect.poll(() => existsSync(join(outputFolder, '.telewide/work'))).toBe(false);
  await second.forget(id);
  expect(forgotten).toEqual([id]);
  expect(second.list()).toEqual([]);
  expect(readdirSync(join(root, 'batches'))).toEqual([]);
  await second.close();
});

it('a batch that cannot work says why and holds up no other', async () => {
  const root = temporaryFolder();
  const pairs = await photosIn(root);
  const batches = await openTestBatches(root);
  await batches.start({ pairs, outputFolder: join(root, 'photos', 'a.jpg'), settings });
  await batches.start({ pairs, outputFolder: join(root, 'out'), settings });
  await expect
    .poll(() => batches.list().map(({ problem, snapshot }) => problem?.code ?? snapshot?.counts.done), {
      timeout: 20_000,
    })
    .toEqual(['not-writable', 3]);
  expect(() => batches.cancel('unknown', null)).toThrow(/no longer/);
  await batches.close();
});
