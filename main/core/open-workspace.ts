import type { Said } from '#contract/messages';
import { editsOf, telesInUse, type ProjectDocument } from '#contract/project-document';
import { photoEdits } from '#contract/project-edits';
import { defaultSettings } from '#contract/settings';
import { createEmitter, type Emitter } from './emitter.ts';
import type { CoreOptions, EngineEvents } from './core.ts';
import type { PhotoPair } from './export/batch/batches.ts';
import { dataFolderAt, makeCacheFolders, ownFiles, type DataFolder } from './ground/disk/data-folder.ts';
import { toldTo } from './ground/disk/log-file.ts';
import { openJsonFile, setAsideWhatIsNoFile } from './ground/disk/json-file.ts';
import { openJobJournal } from './ground/waiting/job-journal.ts';
import { createJobQueue, type JobQueue, type Lane } from './ground/waiting/job-queue.ts';
import { createPhotoCache, type PhotoCache } from './workspace/library/photo-cache.ts';
import { createProjectPhotos, type ProjectPhotos } from './workspace/project/project-photos.ts';
import { openProjectSession, type ProjectSession } from './workspace/project/project-session.ts';
import { createSettingsStore, parseSettings, type SettingsStore } from './workspace/settings-store.ts';

/** What every room works with: the project and its photos, the settings, the jobs, and the events of all of them. */
export interface Workspace extends CoreOptions {
  readonly data: DataFolder;
  readonly events: Emitter<EngineEvents>;
  readonly settings: SettingsStore;
  readonly project: ProjectSession;
  readonly document: () => ProjectDocument;
  readonly photos: ProjectPhotos;
  readonly filesOf: ProjectPhotos['filesOf'];
  /** A pair as a batch takes it. */
  readonly batchPairOf: (pairId: string) => PhotoPair;
  readonly photoCache: PhotoCache;
  readonly jobs: JobQueue;
  /** What was told of damaged files of the program's own. */
  readonly damages: () => readonly Said[];
  /** Told inside the core whenever a lane of the jobs may have become busy or free. */
  readonly lanes: Emitter<{ changed: Lane }>;
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
  await setAsideWhatIsNoFile(ownFiles(data), log);
  const events = createEmitter<EngineEvents>();
  const lanes = createEmitter<{ changed: Lane }>();
  const file = await openJsonFile({ path: data.settingsFile, parse: parseSettings, initial: defaultSettings, log });
  const settings = createSettingsStore({
    settings: file.value,
    save: (changed) => file.save(changed),
    announce: (changed) => events.emit('settings.changed', changed),
  });
  const project = await openProjectSession({
    projectPath: data.projectFile,
    historyPath: data.projectHistory,
    log,
    announce: (_, history, change) => {
      events.emit('project.changed', change);
      events.emit('history.changed', history);
    },
  });
  const jobs = createJobQueue({
    announce: (job) => events.emit('job.changed', job),
    laneChanged: (lane) => lanes.emit('changed', lane),
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
    events,
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
    photoCache: createPhotoCache({ pyramidFolder: data.pyramids, pixelLimit }),
    jobs,
    lanes,
    pixelLimit,
    memoryBudget: () => settings.read().memoryBudgetMiB * 2 ** 20,
  };
}
