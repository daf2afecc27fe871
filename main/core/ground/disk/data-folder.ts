import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Where everything lies that the program writes for itself. Absolute paths. */
export interface DataFolder {
  readonly root: string;
  readonly projectFile: string;
  readonly projectHistory: string;
  readonly settingsFile: string;
  readonly jobJournal: string;
  readonly cache: string;
  /** The `folder` of `buildPyramid`. */
  readonly pyramids: string;
  readonly provenance: string;
  readonly thumbnails: string;
  /** What was read of the photos of the library. */
  readonly photoFacts: string;
  /** How a person left the library. */
  readonly libraryView: string;
  /** Which pairs were exported. */
  readonly exportRecord: string;
  readonly results: string;
  readonly registrations: string;
  readonly uploads: string;
  readonly downloads: string;
  /** Results of batches that a browser asked for. */
  readonly exports: string;
  /** Batches that are not forgotten, a folder each. */
  readonly batches: string;
  readonly batchPresets: string;
  readonly logs: string;
  /** What was found out about this machine's devices. */
  readonly deviceTrials: string;
  /** Personal models, a folder each. */
  readonly models: string;
  /** Adaptations that run, wait or are done, a folder each. */
  readonly adaptations: string;
}

/** The layout below `root`, the one folder that the program was told to keep its things in. */
export function dataFolderAt(root: string): DataFolder {
  const cache = join(root, 'cache');
  return {
    root,
    projectFile: join(root, 'project.json'),
    projectHistory: join(root, 'project-history.ndjson'),
    settingsFile: join(root, 'settings.json'),
    jobJournal: join(root, 'jobs.ndjson'),
    cache,
    pyramids: join(cache, 'pyramids'),
    provenance: join(cache, 'provenance'),
    thumbnails: join(cache, 'thumbnails'),
    photoFacts: join(cache, 'photo-facts.ndjson'),
    libraryView: join(root, 'library-view.json'),
    exportRecord: join(root, 'exported.ndjson'),
    results: join(cache, 'results'),
    registrations: join(cache, 'registrations'),
    uploads: join(root, 'uploads'),
    downloads: join(root, 'downloads'),
    exports: join(root, 'exports'),
    batches: join(root, 'batches'),
    batchPresets: join(root, 'batch-presets.json'),
    logs: join(root, 'logs'),
    deviceTrials: join(root, 'device-trials'),
    models: join(root, 'models'),
    adaptations: join(root, 'adaptations'),
  };
}

/** The files that a start reads. */
export function ownFiles(data: DataFolder): string[] {
  const { projectFile, projectHistory, settingsFile, jobJournal, photoFacts, libraryView, exportRecord, batchPresets } =
    data;
  return [projectFile, projectHistory, settingsFile, jobJournal, photoFacts, libraryView, exportRecord, batchPresets];
}

/** Makes the folders of the cache, so that pictures can be written into them row by row. */
export async function makeCacheFolders({
  pyramids,
  provenance,
  thumbnails,
  results,
  registrations,
}: DataFolder): Promise<void> {
  await Promise.all(
    [pyramids, provenance, thumbnails, results, registrations].map((folder) => mkdir(folder, { recursive: true })),
  );
}

/** One tile of a picture; the key must match `mediaKeyPattern`. */
export function pyramidTilePath(data: DataFolder, key: string, level: number, column: number, row: number): string {
  return join(data.pyramids, key, String(level), `${column}_${row}.webp`);
}

/** A small picture of a photo; its id must match `mediaKeyPattern`. */
export function thumbnailPath(
  data: Pick<DataFolder, 'thumbnails'>,
  photoId: string,
  stage: 'preview' | 'full',
): string {
  return join(data.thumbnails, photoId.slice(0, 2), `${photoId}.${stage}.webp`);
}

/** The provenance map of an enhancement; the key must match `mediaKeyPattern`. */
export function provenancePath(data: DataFolder, key: string): string {
  return join(data.provenance, `${key}.png`);
}

/** The scratch picture of a finished enhancement; the key must match `mediaKeyPattern`. */
export function resultPath(data: DataFolder, key: string): string {
  return join(data.results, `${key}.tif`);
}
