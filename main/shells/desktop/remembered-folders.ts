import { statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { openJsonFile } from '#core/ground/disk/json-file';
import type { Log } from '#core/ground/disk/log-file';

/** What a dialog is for: each begins where the last one of its kind ended. */
export type DialogPurpose = 'photos' | 'save' | 'export' | 'model' | 'project';

export interface RememberedFolders {
  /** Undefined before the first time, and when the folder is gone. */
  folderFor(purpose: DialogPurpose): string | undefined;
  remember(purpose: DialogPurpose, folder: string): void;
}

const foldersFile = z.record(z.string(), z.string().min(1));

export async function openRememberedFolders(options: { dataFolder: string; log: Log }): Promise<RememberedFolders> {
  const { dataFolder, log } = options;
  const file = await openJsonFile({
    path: join(dataFolder, 'dialog-folders.json'),
    parse: (json) => foldersFile.parse(json),
    initial: {},
    log,
  });
  let folders = file.value;
  return {
    folderFor(purpose) {
      const folder = folders[purpose];
      return folder !== undefined && statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? folder : undefined;
    },
    remember(purpose, folder) {
      folders = { ...folders, [purpose]: folder };
      file.save(folders).catch((error: unknown) => log.warn('The folder of a dialog could not be kept', error));
    },
  };
}
