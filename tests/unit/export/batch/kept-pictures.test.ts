import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { defaultBatchSettings, type BatchSettings } from '#contract/batch';
import { emptyProject } from '#contract/project-document';
import { noPhotoEdits, type PhotoEdits } from '#contract/project-edits';
import type { PairFiles } from '#core/enhancement/read-pair';
import { createPairEnhancements, type PairEnhancements } from '#core/enhancement/process/pair-enhancements';
import { createKeptPictures, maxKept, type KeptPictures } from '#core/export/batch/kept-pictures';
import { openBatch } from '#core/export/batch/open-batch';
import { dataFolderAt, makeCacheFolders, resultPath } from '#core/ground/disk/data-folder';
import { loadFastModel } from '../../../support/nearest-enhancement.ts';
import { nearestNetwork } from '../../../support/nearest-network.ts';
import { gradientImage, pipelineOf, savePicture } from '../../../support/sample-pictures.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { pairPoolInProcess } from '../../../support/pair-pool-in-process.ts';

const settings: BatchSettings = {
  ...defaultBatchSettings,
  device: 'cpu',
  output: { ...defaultBatchSettings.output, format: 'png' },
};
const pair = { id: 'pair', wideId: 'a', teleIds: [], reason: null };

interface Desk {
  root: string;
  enhancements: PairEnhancements;
  /** Photos that went through the network so far. */
  computed: () => number;
  /** Exports the one photo of the project, edited so, into a folder of that name. */
  exportTo: (name: string, edits?: Partial<PhotoEdits>, changes?: Partial<BatchSettings>) => Promise<string[]>;
}

/** A project of one photo, whose pictures are kept, beside as many others as are given. */
async function openTestBatches(others = 0): Promise<Desk> {
  const root = temporaryFolder();
  const photo = await savePicture(root, 'a.png', pipelineOf(gradientImage(48, 36)).png());
  const more = Array.from({ length: others }, (_, index) =>
    savePicture(root, `b${index}.png`, pipelineOf(gradientImage(16 + index, 16)).png()),
  );
  const paths = [photo, ...(await Promise.all(more))];
  const data = dataFolderAt(join(root, 'data'));
  await makeCacheFolders(data);
  let computed = 0;
  const network = nearestNetwork();
  const pool = pairPoolInProcess(network.openSession);
  const model = await loadFastModel();
  const document = (): typeof emptyProject => ({ ...emptyProject, pairs: [pair] });
  const filesOf = (): PairFiles => ({ widePath: photo, telePaths: [] });
  const enhancements = createPairEnhancements({
    ...{ process: null as never, jobs: null as never, registrations: null as never, data, document, filesOf },
    models: { load: async () => model } as never,
    sizeOf: async () => ({ width: 48, height: 36 }),
    pixelLimit: () => 1e6,
    memoryBudget: () => 1e9,
    programFolder: root,
    changed: () => undefined,
    grown: () => undefined,
  });
  const kept: KeptPictures = createKeptPictures({
    document,
    filesOf,
    isMatched: async () => true,
    enhancements,
    log: { warn: (message, error) => expect.fail(`${message}: ${String(error)}`) },
  });

  async function exportTo(
    name: string,
    edits: Partial<PhotoEdits> = {},
    changes: Partial<BatchSettings> = {},
  ): Promise<string[]> {
    const outputFolder = join(root, name);
    const manifest = join(root, 'manifest.json');
    const items = paths.map((wide) => ({ wide, tele: null, edits: { ...noPhotoEdits, ...edits } }));
    writeFileSync(manifest, JSON.stringify({ version: 1, items }));
    const batch = await openBatch({
      source: manifest,
      recursive: false,
      outputFolder,
      settings: { ...settings, ...changes },
      resume: 'auto',
      scratchFolder: join(root, 'scratch'),
      programFolder: root,
      tools: {
        ...{ loadModel: loadFastModel, pixelLimit: 1e6, memoryBudget: 1e9, kept },
        pool: {
          ...pool,
          open(request, context) {
            computed += 1;
            return pool.open(request, context);
          },
        },
      },
      distribute: null,
      announce: () => undefined,
      logFault: (message, error) => expect.fail(`${message}: ${String(error)}`),
      signal: new AbortController().signal,
      report: () => undefined,
    });
    await batch.run.work(new AbortController().signal);
    await batch.close();
    return readdirSync(outputFolder).filter((file) => file.endsWith('.png'));
  }

  return { root, enhancements, computed: () => computed, exportTo };
}

it('what was exported can be looked at, and is not computed again', async () => {
  const batches = await openTestBatches();
  const [file = ''] = await batches.exportTo('first');
  const { enhancement } = await batches.enhancements.read(pair);
  expect(enhancement?.report.output).toEqual({ width: 96, height: 72 });
  expect(existsSync(resultPath(dataFolderAt(join(batches.root, 'data')), enhancement?.key ?? ''))).toBe(true);
  expect(readdirSync(join(batches.root, 'scratch'))).toEqual([]);
  expect(batches.computed()).toBe(1);
  await batches.exportTo('second');
  expect(batches.computed()).toBe(1);
  const [one, other] = await Promise.all(
    ['first', 'second'].map((name) =>
      sharp(join(batches.root, name, file))
        .raw()
        .toBuffer(),
    ),
  );
  expect(one).toEqual(other);
});

it.each<[string, Partial<PhotoEdits>, Partial<BatchSettings>]>([
  ['another edit', { denoise: 0.5 }, {}],
  ['another crop', { crop: { x: 0, y: 0, width: 20, height: 20 } }, {}],
  ['three times the size', {}, { scale: 3 }],
  ['finer numbers', {}, { output: { ...settings.output, bitDepth: 16 } }],
])('%s is another picture', async (_, edits, changes) => {
  const batches = await openTestBatches();
  await batches.exportTo('first');
  await batches.exportTo('second', edits, changes);
  expect(batches.computed()).toBe(2);
});

it('an export of very many photos leaves no pictures on the disk', async () => {
  const batches = await openTestBatches(maxKept);
  await batches.exportTo('many');
  expect((await batches.enhancements.read(pair)).enhancement).toBeNull();
}, 120_000);
