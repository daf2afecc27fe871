import { join } from 'node:path';
import type { Registration } from '#contract/registration';
import { createPairRegistrations, type PairRegistrations } from './enhancement/pair-registrations.ts';
import { openSources } from './enhancement/photo-states.ts';
import { createEnhancementProcess } from './enhancement/process/enhancement-process.ts';
import { createLatestPreview, type LatestPreview } from './enhancement/process/latest-preview.ts';
import { createPairEnhancements, type PairEnhancements } from './enhancement/process/pair-enhancements.ts';
import { openPreviewStore } from './enhancement/process/preview-store.ts';
import { openResultStore } from './ground/disk/result-store.ts';
import { createModelRegistry, type ModelRegistry } from './models/model-registry.ts';
import type { Workspace } from './open-workspace.ts';

/** What the pairs of the project become, and the models that make it. */
export interface Pictures {
  readonly models: ModelRegistry;
  /** Those that ship and the personal ones. */
  readonly modelFolders: readonly string[];
  readonly registrations: PairRegistrations;
  readonly enhancements: PairEnhancements;
  readonly preview: LatestPreview;
  close(): void;
}

/** Registers a pair anew whenever an edit puts its tele elsewhere. */
export function openPictures(workspace: Workspace): Pictures {
  const { data, events, project, document, resourcesFolder, filesOf, photoCache } = workspace;
  const shipped = join(resourcesFolder, 'native-models', 'weights');
  const modelFolders = [shipped, data.models];
  const models = createModelRegistry({ folders: [shipped], personalFolder: data.models });
  const changed = (pairId: string): void => events.emit('pair.changed', { pairId });
  const process = createEnhancementProcess({ ...workspace, modelFolders });
  const registrations = createPairRegistrations({
    ...workspace,
    store: openResultStore<Registration>(data.registrations),
    sources: openSources(data.registrations),
    edit: (command) => project.edit(command),
    changed,
  });
  events.on('project.changed', () => registrations.follow(document()));
  return {
    models,
    modelFolders,
    registrations,
    enhancements: createPairEnhancements({
      ...workspace,
      process,
      models,
      registrations,
      sizeOf: async (pair) => (await photoCache.open(filesOf(pair).widePath)).summary,
      changed,
      grown: (pairId, parts) => events.emit('enhancement.grown', { pairId, parts }),
    }),
    preview: createLatestPreview({
      process,
      store: openPreviewStore({ pyramids: data.pyramids, scratch: join(data.cache, 'previews') }),
    }),
    close: () => process.close(),
  };
}
