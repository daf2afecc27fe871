import type { RegionPreview } from '#contract/api';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { resultKey } from '#core/ground/disk/result-store';
import type { RequestOf } from '#core/ground/programs/work';
import type { EnhancementProcess } from './enhancement-process.ts';
import type { EnhancementWork } from './enhancement-worker.ts';
import type { PreviewStore } from './preview-store.ts';

type SpotQuestion = Omit<RequestOf<EnhancementWork['preview']>, 'scratchPath'>;

/** Previews for one page: a newer one takes the place of an older one that still runs. */
export interface LatestPreview {
  /** Rejects with `cancelled` when a newer preview, or `cancel`, ends it. */
  show(request: SpotQuestion): Promise<RegionPreview>;
  /** Makes ready for previews of a pair. Resolves when that is done, or was given up for something else. */
  warm(request: RequestOf<EnhancementWork['warm']>): Promise<void>;
  cancel(): void;
}

export function createLatestPreview(options: { process: EnhancementProcess; store: PreviewStore }): LatestPreview {
  const { process, store } = options;
  let latest = new AbortController();
  let warming = new AbortController();

  function replace(controller: AbortController): AbortController {
    controller.abort(new AppError('cancelled', say('enhancing.another-spot')));
    return new AbortController();
  }

  return {
    async show(request) {
      latest = replace(latest);
      const { signal } = latest;
      const { pairKey, model, choices, point } = { ...request, model: request.choices.model };
      const key = resultKey('preview', pairKey, model, choices, Math.round(point.x), Math.round(point.y));
      const { facts, pyramid } = await store.keep(key, signal, (scratchPath) =>
        process.ask('preview', { ...request, scratchPath }, { signal }),
      );
      return { ...facts, pyramid };
    },
    async warm(request) {
      warming = replace(warming);
      const { signal } = warming;
      await process.ask('warm', request, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    },
    cancel() {
      latest = replace(latest);
    },
  };
}
