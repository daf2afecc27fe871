import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { manifestFile } from '#core/models/model-manifest';
import { createModelRegistry, type ModelRegistry } from '#core/models/model-registry';
import type { ProgramFolders } from '#host/program-folders';

/** Where models are looked for. */
export function modelFolders({ resourcesFolder }: ProgramFolders): string[] {
  return [join(resourcesFolder, 'native-models', 'weights')];
}

/** The models that come with the program; one asked for by the path of its own folder, as a training leaves it, is found too. */
export function openModels(folders: ProgramFolders): ModelRegistry {
  const registry = createModelRegistry({ folders: modelFolders(folders) });
  return {
    list: () => registry.list(),
    load: (id) => {
      const folder = resolve(id);
      if (!existsSync(join(folder, manifestFile))) return registry.load(id);
      return createModelRegistry({ folders: [dirname(folder)] }).load(basename(folder));
    },
  };
}
