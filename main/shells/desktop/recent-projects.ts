import { statSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import type { Log } from '#core/ground/disk/log-file';
import { openJsonFile } from '#core/ground/disk/json-file';

/** Projects that were opened or saved, the latest first. */
export interface RecentProjects {
  /** Those that are still there. */
  list(): string[];
  add(path: string): Promise<void>;
  clear(): Promise<void>;
}

const maxKept = 10;
const recentFile = z.object({ projects: z.array(z.string().min(1)) });

/** Kept in the data folder, and told to the system, whose dock and taskbar have such lists too. `changed` is called after every change. */
export async function openRecentProjects(options: {
  dataFolder: string;
  changed: () => void;
  log: Log;
}): Promise<RecentProjects> {
  const { dataFolder, changed, log } = options;
  const file = await openJsonFile({
    path: join(dataFolder, 'recent-projects.json'),
    parse: (json) => recentFile.parse(json),
    initial: { projects: [] },
    log,
  });
  let { projects } = file.value;

  async function become(next: string[]): Promise<void> {
    projects = next;
    changed();
    await file.save({ projects }).catch((error: unknown) => log.warn('The recent projects could not be kept', error));
  }

  return {
    list: () => projects.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile()),
    async add(path) {
      app.addRecentDocument(path);
      await become([path, ...projects.filter((one) => one !== path)].slice(0, maxKept));
    },
    async clear() {
      app.clearRecentDocuments();
      await become([]);
    },
  };
}
