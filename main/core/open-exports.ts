import { join } from 'node:path';
import { createPairProcesses } from './enhancement/process/pair-processes.ts';
import { openBatches, type Batches } from './export/batch/batches.ts';
import { createKeptPictures } from './export/batch/kept-pictures.ts';
import { createPresetStore, presetFile, type PresetStore } from './export/batch/presets.ts';
import { openJsonFile } from './ground/disk/json-file.ts';
import type { Pictures } from './open-pictures.ts';
import type { Workspace } from './open-workspace.ts';

export interface Exports {
  readonly batches: Batches;
  readonly presets: PresetStore;
  /** Resolves when nothing works any more. */
  close(): Promise<void>;
}

/** Photos of a batch wait for the device behind what a person asked for by hand. */
export async function openExports(workspace: Workspace, pictures: Pictures): Promise<Exports> {
  const { data, jobs, events, log, programFolder } = workspace;
  const { models, registrations, enhancements } = pictures;
  const kept = createKeptPictures({
    ...workspace,
    enhancements,
    isMatched: async (pair, teleIds) => {
      const found = await Promise.all(teleIds.map((id) => registrations.read(pair, id)));
      return found.some((one) => one?.verdict !== 'failed');
    },
  });
  const pool = createPairProcesses({ programFolder });
  const batches = await openBatches({
    folder: data.batches,
    scratchFolder: join(data.cache, 'scratch'),
    programFolder,
    tools: () => ({
      loadModel: (id) => models.load(id),
      pixelLimit: workspace.pixelLimit(),
      memoryBudget: workspace.memoryBudget(),
      pool,
      kept,
      device: { take: ({ signal } = {}) => jobs.visit('gpu', signal) },
    }),
    announce: (batch) => events.emit('batch.changed', batch),
    forgotten: (batchId) => events.emit('batch.forgotten', { batchId }),
    log,
  });
  const file = { path: data.batchPresets, initial: {}, log };
  return {
    batches,
    presets: createPresetStore(await openJsonFile({ ...file, parse: (json) => presetFile.parse(json) })),
    async close() {
      await batches.close();
      pool.close();
    },
  };
}
