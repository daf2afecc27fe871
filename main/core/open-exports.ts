import { join } from 'node:path';
import { createPairProcesses } from './enhancement/process/pair-processes.ts';
import { openBatchDesk, type BatchDesk } from './export/batch/batch-desk.ts';
import { createKeptPictures } from './export/batch/kept-pictures.ts';
import { createPresetStore, presetFile, type PresetStore } from './export/batch/presets.ts';
import { openJsonFile } from './ground/disk/json-file.ts';
import type { Pictures } from './open-pictures.ts';
import type { Workspace } from './open-workspace.ts';

export interface Exports {
  readonly batches: BatchDesk;
  readonly presets: PresetStore;
  /** Resolves when nothing works any more. */
  close(): Promise<void>;
}

/** Photos of a batch wait for the device behind what a person asked for by hand. */
export async function openExports(workspace: Workspace, pictures: Pictures): Promise<Exports> {
  const { data, jobs, news, log, programFolder } = workspace;
  const { models, registrations, enhancements } = pictures;
  const kept = createKeptPictures({
    ...workspace,
    enhancements,
    isMatched: async (pair, teleIds) => {
      const found = await Promise.all(teleIds.map((id) => registrations.read(pair, id)));
      return found.some((one) => one?.verdict !== 'failed');
    },
  });
  const workshop = createPairProcesses({ programFolder });
  const batches = await openBatchDesk({
    folder: data.batches,
    scratchFolder: join(data.cache, 'scratch'),
    programFolder,
    tools: () => ({
      loadModel: (id) => models.load(id),
      pixelLimit: workspace.pixelLimit(),
      memoryBudget: workspace.memoryBudget(),
      workshop,
      kept,
      device: { take: ({ signal } = {}) => jobs.visit('gpu', signal) },
    }),
    announce: (batch) => news.announce('batch.changed', batch),
    forgotten: (batchId) => news.announce('batch.forgotten', { batchId }),
    log,
  });
  const file = { path: data.batchPresets, initial: {}, log };
  return {
    batches,
    presets: createPresetStore(await openJsonFile({ ...file, parse: (json) => presetFile.parse(json) })),
    async close() {
      await batches.close();
      workshop.close();
    },
  };
}
