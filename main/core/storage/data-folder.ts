import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Where everything lies that the program writes for itself. Absolute paths. */
export interface DataFolder {
  readonly root: string;
  readonly projectFile: string;
  readonly settingsFile: string;
  readonly jobJournal: string;
  readonly cache: string;
  /** The `folder` of `buildPyramid`. */
  readonly pyramids: string;
  readonly provenance: string;
  readonly results: string;
  readonly registrations: string;
  readonly uploads: string;
  readonly downloads: string;
  readonly logs: string;
}

/** The layout below `root`, the one folder that the program was told to keep its things in. */
export function dataFolderAt(root: string): DataFolder {
  const cache = join(root, 'cache');
  return {
    root,
    projectFile: join(root, 'project.json'),
    settingsFile: join(root, 'settings.json'),
    jobJournal: join(root, 'jobs.ndjson'),
    cache,
    pyramids: join(cache, 'pyramids'),
    provenance: join(cache, 'provenance'),
    results: join(cache, 'results'),
    registrations: join(cache, 'registrations'),
    uploads: join(root, 'uploads'),
    downloads: join(root, 'downloads'),
    logs: join(root, 'logs'),
  };
}

/** Makes the folders of the cache, so that pictures can be written into them row by row. */
export async function makeCacheFolders({ pyramids, provenance, results, registrations }: DataFolder): Promise<void> {
  await Promise.all([pyramids, provenance, results, registrations].map((folder) => mkdir(folder, { recursive: true })));
}

/** One tile of a picture; the key must match `mediaKeyPattern`. */
export function pyramidTilePath(data: DataFolder, key: string, level: number, column: number, row: number): string {
  return join(data.pyramids, key, String(level), `${column}_${row}.webp`);
}

/** The provenance map of an enhancement; the key must match `mediaKeyPattern`. */
export function provenancePath(data: DataFolder, key: string): string {
  return join(data.provenance, `${key}.png`);
}

/** The scratch picture of a finished enhancement; the key must match `mediaKeyPattern`. */
export function resultPath(data: DataFolder, key: string): string {
  return join(data.results, `${key}.tif`);
}
