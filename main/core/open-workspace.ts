import type { Said } from '#contract/messages';
import { editsOf, telesInUse, type ProjectDocument } from '#contract/project-document';
import { photoEdits } from '#contract/project-edits';
import { defaultSettings } from '#contract/settings';
import { createAnnouncer, type Announcer } from './announcer.ts';
import type { CoreOptions, EngineEvents } from './core.ts';
import type { PhotoPair } from './export/batch/batch-desk.ts';
import { dataFolderAt, makeCacheFolders, type DataFolder } from './ground/disk/data-folder.ts';
import { toldTo } from './ground/disk/log-file.ts';
import { openJsonFile } from './ground/disk/json-file.ts';
import { openJobJournal } from './ground/waiting/job-journal.ts';
import { createJobQueue, type JobQueue, type Lane } from './ground/waiting/job-queue.ts';
import { createPhotoShelf, type PhotoShelf } from './workspace/library/photo-shelf.ts';
import { createProjectPhotos, type ProjectPhotos } from './workspace/project/project-photos.ts';
import { openProjectSession, type ProjectSession } from './workspace/project/project-session.ts';
import { createSettingsStore, parseSettings, type SettingsStore } from './workspace/settings-store.ts';

/** What every room works with: the project and its photos, the settings, the jobs, and the news of all of them. */
export interface Workspace extends CoreOptions {
  readonly data: DataFolder;
  readonly news: Announcer<EngineEvents>;
  readonly settings: SettingsStore;
  readonly project: ProjectSession;
  readonly document: () => ProjectDocument;
  readonly photos: ProjectPhotos;
  readonly filesOf: ProjectPhotos['filesOf'];
  /** A pair as a batch takes it. */
  readonly batchPairOf: (pairId: string) => PhotoPair;
  readonly shelf: PhotoShelf;
  readonly jobs: JobQueue;
  /** What was told of damaged files of the program's own. */
  readonly damages: () => readonly Said[];
  /** Told inside the core whenever a lane of the jobs may have become busy or free. */
  readonly lanes: Announcer<{ changed: Lane }>;
  /** Of each photo. */
  readonly pixelLimit: () => number;
  /** Bytes. */
  readonly memoryBudget: () => number;
}

/** Opens what the data folder holds; what it tells is heard from then on. */
export async function openWorkspace(options: CoreOptions): Promise<Workspace> {
  const damages: Said[] = [];
  const log = toldTo((said) => void damages.push(said), options.log);
  const data = dataFolderAt(options.dataFolder);
  await makeCacheFolders(data);
  const news = createAnnouncer<EngineEvents>();
  const lanes = createAnnouncer<{ changed: Lane }>();
  const file = await openJsonFile({ path: data.settingsFile, parse: parseSettings, initial: defaultSettings, log });
  const settings = createSettingsStore({
    settings: file.value,
    save: (changed) => file.save(changed),
    announce: (changed) => news.announce('settings.changed', changed),
  });
  const project = await openProjectSession({
    projectPath: data.projectFile,
    historyPath: data.projectHistory,
    log,
    announce: (_, history, change) => {
      news.announce('project.changed', change);
      news.announce('history.changed', history);
    },
  });
  const jobs = createJobQueue({
    announce: (job) => news.announce('job.changed', job),
    laneChanged: (lane) => lanes.announce('changed', lane),
    journal: await openJobJournal(data.jobJournal, (message, error) => log.warn(message, error)),
    logFault: (message, error) => log.error(message, error),
  });
  const document = (): ProjectDocument => project.read();
  const photos = createProjectPhotos(document);
  const pixelLimit = (): number => settings.read().pixelLimitMegapixels * 1e6;
  return {
    ...options,
    log,
    damages: () => damages,
    data,
    news,
    settings,
    project,
    document,
    photos,
    filesOf: (pair) => photos.filesOf(pair),
    batchPairOf: (pairId) => {
      const pair = photos.pairOf(pairId);
      const edits = editsOf(document(), pairId);
      const teles = telesInUse(edits, pair).map(({ id, ...laid }) => ({ path: photos.pathOf(id), ...laid }));
      return { wide: photos.pathOf(pair.wideId), teles, edits: photoEdits.parse(edits) };
    },
    shelf: createPhotoShelf({ pyramidFolder: data.pyramids, pixelLimit }),
    jobs,
    lanes,
    pixelLimit,
    memoryBudget: () => settings.read().memoryBudgetMiB * 2 ** 20,
  };
}
