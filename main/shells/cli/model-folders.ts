import { join } from 'node:path';
import type { ProgramFolders } from '#host/program-folders';

/** Where models are looked for. */
export function modelFolders({ resourcesFolder }: ProgramFolders): string[] {
  return [join(resourcesFolder, 'native-models', 'weights')];
}
