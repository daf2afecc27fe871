import type { PrecisionChoice } from '#contract/models';
import type { MethodTable } from '#core/core';
import type { Batches, PhotoPair } from '#core/export/batch/batches';
import { checkTemplate } from '#core/export/batch/name-template';
import type { PresetStore } from '#core/export/batch/presets';

type BatchMethodName =
  | 'batch.list'
  | 'batch.start'
  | 'batch.pause'
  | 'batch.resume'
  | 'batch.cancel'
  | 'batch.retry'
  | 'batch.move'
  | 'batch.forget'
  | 'batch.presets'
  | 'batch.save-preset';

/**
 * The verbs of the contract about batches. `filesOf` gives the photos of a pair of the project, or throws `not-found`; `precision` is what batches
 * compute with that do not say so themselves.
 */
export function batchMethods(
  batches: Batches,
  presets: PresetStore,
  filesOf: (pairId: string) => PhotoPair,
  precision: () => PrecisionChoice,
): Pick<MethodTable, BatchMethodName> {
  return {
    'batch.list': async () => batches.list(),
    'batch.start': async ({ pairIds, outputFolder, settings, models = {} }) => {
      checkTemplate(settings.nameTemplate);
      const batchId = await batches.start({
        pairs: pairIds.map((id) => ({ ...filesOf(id), model: models[id] })),
        outputFolder,
        settings: { ...(precision() !== 'auto' && { precision: precision() }), ...settings },
      });
      return { batchId };
    },
    'batch.pause': async ({ batchId }) => afterwards(() => batches.pause(batchId)),
    'batch.resume': async ({ batchId }) => afterwards(() => batches.resume(batchId)),
    'batch.cancel': async ({ batchId, key }) => afterwards(() => batches.cancel(batchId, key)),
    'batch.retry': async ({ batchId, key }) => afterwards(() => batches.retry(batchId, key)),
    'batch.move': async ({ batchId, key, place }) => afterwards(() => batches.move(batchId, key, place)),
    'batch.forget': async ({ batchId }) => afterwards(() => batches.forget(batchId)),
    'batch.presets': async () => presets.list(),
    'batch.save-preset': async ({ name, settings }) => afterwards(() => presets.save(name, settings)),
  };
}

/** The contract has no verb that answers nothing. */
async function afterwards(work: () => void | Promise<void>): Promise<null> {
  await work();
  return null;
}
