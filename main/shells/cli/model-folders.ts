import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { manifestFile } from '#core/models/model-manifest';
import { createModelRegistry, type ModelRegistry } from '#core/models/model-registry';
import { createPersonalModels, type PersonalModels } from '#core/models/personal-models';
import { dataFolderAt } from '#core/ground/disk/data-folder';
import type { ProgramFolders } from '#host/program-folders';

/** The models that come with the program and the personal ones; one asked for by the path of its own folder, as a training leaves it, is found too. */
export function openModels(folders: ProgramFolders): ModelRegistry {
  const registry = createModelRegistry({
    folders: [join(folders.resourcesFolder, 'native-models', 'weights')],
    personalFolder: dataFolderAt(folders.dataFolder).models,
  });
  return {
    list: () => registry.list(),
    load: (id) => {
      const folder = resolve(id);
      if (!existsSync(join(folder, manifestFile))) return registry.load(id);
      return createModelRegistry({ folders: [dirname(folder)] }).load(basename(folder));
    },
  };
}

export function openPersonalModels(folders: ProgramFolders): PersonalModels {
  const models = openModels(folders);
  return createPersonalModels({
    folder: dataFolderAt(folders.dataFolder).models,
    isTaken: async (id) => (await models.list()).some((model) => model.id === id),
  });
}
