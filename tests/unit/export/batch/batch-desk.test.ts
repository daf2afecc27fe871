import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defaultBatchSettings, type BatchSettings, type BatchView } from '#contract/batch';
import { openBatchDesk, type BatchDesk } from '#core/export/batch/batch-desk';
import { silentLog } from '#core/ground/disk/log-file';
import { loadFastModel } from '../../../support/nearest-enhancement.ts';
import { nearestNetwork } from '../../../support/nearest-network.ts';
import { gradientImage, pipelineOf, savePicture } from '../../../support/sample-pictures.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { workshopHere } from '../../../support/workshop-here.ts';

const settings: BatchSettings = { ...defaultBatchSettings, device: 'cpu' };

function openDesk(root: string, forgotten: string[] = []): Promise<BatchDesk> {
  return openBatchDesk({
    folder: join(root, 'batches'),
    scratchFolder: join(root, 'scratch'),
    programFolder: root,
    tools: () => ({
      loadModel: loadFastModel,
      pixelLimit: 1e6,
      memoryBudget: 1e9,
      workshop: workshopHere(nearestNetwork().openSession),
    }),
    announce: () => undefined,
    forgotten: (id) => forgotten.push(id),
    log: silentLog,
  });
}

/** The one batch of a desk, once it is as wanted. */
async function batchWhen(desk: BatchDesk, isAsWanted: (batch: BatchView) => boolean): Promise<BatchView> {
  await expect.poll(() => desk.list().some(isAsWanted), { timeout: 20_000 }).toBe(true);
  const [batch] = desk.list();
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

it('a paused batch with its choices survives the desk, is resumed, retried and forgotten', async () => {
  const root = temporaryFolder();
  const pairs = await photosIn(root);
  const outputFolder = join(root, 'out');
  const first = await openDesk(root);
  const id = await first.start({ pairs, outputFolder, settings });
  await first.pause(id);
  const { snapshot } = await batchWhen(first, (batch) => batch.snapshot?.counts.running === 0);
  const waiting = snapshot?.items.findLast(({ state }) => state.name === 'waiting');
  const unwanted = waiting === undefined ? null : waiting.key;
  if (unwanted !== null) first.cancel(id, unwanted);
  await first.close();

  const forgotten: string[] = [];
  const second = await openDesk(root, forgotten);
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
  const desk = await openDesk(root);
  await desk.start({ pairs, outputFolder: join(root, 'photos', 'a.jpg'), settings });
  await desk.start({ pairs, outputFolder: join(root, 'out'), settings });
  await expect
    .poll(() => desk.list().map(({ problem, snapshot }) => problem?.code ?? snapshot?.counts.done), { timeout: 20_000 })
    .toEqual(['not-writable', 3]);
  expect(() => desk.cancel('unknown', null)).toThrow(/no longer/);
  await desk.close();
});
