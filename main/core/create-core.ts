import { join } from 'node:path';
import type { PairView } from '#contract/api';
import { AppError } from '#contract/errors';
import { editsOf, type Pair } from '#contract/project-document';
import type { Registration } from '#contract/registration';
import { defaultSettings } from '#contract/settings';
import { adaptationMethods } from './adaptation-methods.ts';
import { openAdaptations, type Adaptations } from './learning/adaptation/adaptations.ts';
import { createAnnouncer } from './announcer.ts';
import { openBatchDesk } from './export/batch/batch-desk.ts';
import { batchMethods } from './batch-methods.ts';
import { libraryMethods } from './library-methods.ts';
import { pictureMethods } from './picture-methods.ts';
import { createPresetStore, presetFile } from './export/batch/presets.ts';
import type { Core, CoreOptions, EngineEvents } from './core.ts';
import { createPairEnhancements } from './enhancement/process/pair-enhancements.ts';
import { createEnhancementProcess } from './enhancement/process/enhancement-process.ts';
import { createPairRegistrations } from './enhancement/pair-registrations.ts';
import { createPixelReader } from './photos/pixels/read-pixel.ts';
import { openJobJournal } from './ground/waiting/job-journal.ts';
import type { Turn } from './ground/waiting/turns.ts';
import { createJobQueue } from './ground/waiting/job-queue.ts';
import { openLibrary, type Library } from './workspace/library/library.ts';
import { createPhotoShelf } from './workspace/library/photo-shelf.ts';
import { createModelRegistry } from './models/model-registry.ts';
import { createPersonalModels } from './models/personal-models.ts';
import { createPairProcesses } from './enhancement/process/pair-processes.ts';
import { createLatestPreview } from './enhancement/process/latest-preview.ts';
import { openPreviewShelf } from './enhancement/process/preview-shelf.ts';
import { createProjectPhotos } from './workspace/project/project-photos.ts';
import { readProjectCopy, saveProjectCopy } from './workspace/project/project-copy.ts';
import { openProjectSession } from './workspace/project/project-session.ts';
import { chooseDevice, tryDevices } from './runtime/execution-device.ts';
import { createSettingsStore, parseSettings } from './workspace/settings-store.ts';
import { dataFolderAt, makeCacheFolders } from './ground/disk/data-folder.ts';
import { openJsonFile } from './ground/disk/json-file.ts';
import { openResultStore, resultKey } from './ground/disk/result-store.ts';

/** Puts the product together. The only place where rooms meet; everything from outside comes in as an argument. */
export async function createCore({ dataFolder, resourcesFolder, programFolder, log }: CoreOptions): Promise<Core> {
  const data = dataFolderAt(dataFolder);
  await makeCacheFolders(data);
  const { announce, on } = createAnnouncer<EngineEvents>();
  let library: Library | null = null;

  const settingsFile = await openJsonFile({
    path: data.settingsFile,
    parse: parseSettings,
    initial: defaultSettings,
    log,
  });
  const settings = createSettingsStore({
    settings: settingsFile.value,
    save: (changed) => settingsFile.save(changed),
    announce: (changed) => announce('settings.changed', changed),
  });
  const project = await openProjectSession({
    projectPath: data.projectFile,
    historyPath: data.projectHistory,
    log,
    announce: (document, history, change) => {
      announce('project.changed', change);
      announce('history.changed', history);
      registrations.follow(document);
      library?.follow(document);
    },
  });
  const jobs = createJobQueue({
    announce: (job) => {
      announce('job.changed', job);
      library?.hearJob(job);
      learnOrHold();
    },
    journal: await openJobJournal(data.jobJournal, (message, error) => log.warn(message, error)),
    logFault: (message, error) => log.error(message, error),
  });

  const photos = createProjectPhotos(() => project.read());
  const pixelLimit = (): number => settings.read().pixelLimitMegapixels * 1e6;
  const memoryBudget = (): number => settings.read().memoryBudgetMiB * 2 ** 20;
  const shelf = createPhotoShelf({ pyramidFolder: data.pyramids, pixelLimit });
  const shippedModels = join(resourcesFolder, 'native-models', 'weights');
  const modelFolders = [shippedModels, data.models];
  const models = createModelRegistry({ folders: [shippedModels], personalFolder: data.models });
  const personal = createPersonalModels({
    folder: data.models,
    isTaken: async (id) => (await models.list()).some((model) => model.id === id),
  });
  const workshop = createPairProcesses({ programFolder });
  const gpuTurns = {
    async take({ signal }: Turn = {}) {
      const waiting = jobs.visit('gpu', signal);
      learnOrHold();
      const leave = await waiting.finally(learnOrHold);
      return () => {
        leave();
        learnOrHold();
      };
    },
  };
  const batches = await openBatchDesk({
    folder: data.batches,
    scratchFolder: join(data.cache, 'scratch'),
    programFolder,
    tools: () => ({
      loadModel: (id) => models.load(id),
      pixelLimit: pixelLimit(),
      memoryBudget: memoryBudget(),
      workshop,
      device: gpuTurns,
    }),
    announce: (batch) => {
      announce('batch.changed', batch);
      library?.hearBatch(batch);
    },
    forgotten: (batchId) => announce('batch.forgotten', { batchId }),
    log,
  });
  const presets = createPresetStore(
    await openJsonFile({ path: data.batchPresets, parse: (json) => presetFile.parse(json), initial: {}, log }),
  );
  const enhancer = createEnhancementProcess({ programFolder, modelFolders });
  const preview = createLatestPreview({
    process: enhancer,
    shelf: openPreviewShelf({ pyramids: data.pyramids, scratch: join(data.cache, 'previews') }),
  });
  const pixels = createPixelReader({ pixelLimit });
  const pairChanged = (pairId: string): void => {
    announce('pair.changed', { pairId });
    library?.pairChanged(pairId);
  };
  const registrations = createPairRegistrations({
    store: openResultStore<Registration>(data.registrations),
    jobs,
    document: () => project.read(),
    edit: (command) => project.edit(command),
    filesOf: (pair) => photos.filesOf(pair),
    pixelLimit,
    programFolder,
    changed: pairChanged,
  });
  const enhancements = createPairEnhancements({
    process: enhancer,
    data,
    jobs,
    models,
    registrations,
    document: () => project.read(),
    filesOf: (pair) => photos.filesOf(pair),
    pixelLimit,
    memoryBudget,
    programFolder,
    changed: pairChanged,
  });
  const truths = openResultStore<{ path: string | null }>(data.registrations);

  const power = { isOnBattery: false };
  let adaptations: Adaptations | null = null;

  /** An enhancement goes before learning, and so does a battery that should last. */
  function learnOrHold(): void {
    const savesPower = power.isOnBattery && !settings.read().adaptOnBattery;
    adaptations?.hold(jobs.isBusy('gpu') || savesPower);
  }

  async function viewOf(pair: Pair): Promise<PairView> {
    const { widePath, telePath } = photos.filesOf(pair);
    const [wide, tele, registration, pictures, truth] = await Promise.all([
      shelf.open(widePath),
      telePath === null ? null : shelf.open(telePath),
      registrations.read(pair),
      enhancements.read(pair),
      openTruth(pair),
    ]);
    return { pair, wide, tele, registration, ...pictures, truth };
  }

  /** A picture that is no longer there is not compared with. */
  async function openTruth(pair: Pair): Promise<PairView['truth']> {
    const path = (await truths.read(truthKey(pair)))?.path ?? null;
    return path === null ? null : shelf.open(path).catch(() => null);
  }

  const openedLibrary = await openLibrary({
    data,
    programFolder,
    document: () => project.read(),
    edit: (command, grouped) => project.edit(command, grouped),
    jobs,
    register: (pair) => void registrations.start(pair),
    registrationOf: (pair) => registrations.read(pair),
    isEnhanced: async (pair) => (await enhancements.read(pair)).enhancement !== null,
    pixelLimit,
    announce,
    log,
  });
  library = openedLibrary;

  adaptations = await openAdaptations({
    folder: data.adaptations,
    jobs,
    models,
    personal,
    environment: async () => ({
      modelFolders,
      device: (await chooseDevice(settings.read().device, { programFolder })).device,
      pixelLimit: pixelLimit(),
      programFolder,
      pyramidFolder: data.pyramids,
    }),
    pairOf: async (pairId) => {
      const pair = photos.pairOf(pairId);
      const { widePath, telePath } = photos.filesOf(pair);
      if (telePath !== null) return { widePath, telePath, registration: await registrations.read(pair) };
      throw new AppError('invalid-request', 'Expected pairs to learn from, but one has no tele photo. Leave it out.');
    },
    announce: (adaptationId) => announce('adaptation.changed', { adaptationId }),
    log,
  });

  return {
    on,
    call: {
      ...adaptationMethods({
        adaptations,
        personal,
        models,
        settings,
        originals: () => project.read().photos.map(({ path }) => path),
        changed: (list) => announce('models.changed', list),
      }),
      'power.report': async ({ isOnBattery }) => {
        power.isOnBattery = isOnBattery;
        learnOrHold();
        return null;
      },
      'project.read': async () => ({ ...project.read(), revision: project.revision() }),
      'project.edit': ({ command }) => project.edit(command).then(() => null),
      'project.undo': () => project.undo().then(() => null),
      'project.redo': () => project.redo().then(() => null),
      'project.history': async () => project.history(),
      'project.open': async ({ path }) => {
        await project.edit({ name: 'open-project', document: await readProjectCopy(path) });
        return null;
      },
      'project.save-copy': ({ path }) => saveProjectCopy(path, project.read()).then(() => null),
      ...libraryMethods(openedLibrary),
      'photos.add-sample': async () => ({ jobId: openedLibrary.add(samplePair(resourcesFolder)) }),
      'pair.read': ({ pairId }) => viewOf(photos.pairOf(pairId)),
      'registration.start': async ({ pairId }) => ({ jobId: registrations.start(photos.pairOf(pairId)) }),
      'registration.refine': async ({ pairId }) => ({ jobId: registrations.refine(photos.pairOf(pairId)) }),
      ...pictureMethods({ enhancements, preview, pixels, photos, jobs, data, models }),
      'truth.choose': async ({ pairId, path }) => {
        if (path !== null) await shelf.open(path);
        await truths.write(truthKey(photos.pairOf(pairId)), { path });
        announce('pair.changed', { pairId });
        return null;
      },
      ...batchMethods(
        batches,
        presets,
        (pairId) => {
          const { widePath, telePath } = photos.filesOf(photos.pairOf(pairId));
          return { wide: widePath, tele: telePath, edits: editsOf(project.read(), pairId) };
        },
        () => settings.read().precision,
      ),
      'jobs.list': async () => jobs.list(),
      'jobs.cancel': async ({ jobId }) => {
        jobs.cancel(jobId);
        return null;
      },
      'models.list': () => models.list(),
      'devices.list': () => tryDevices({ programFolder }),
      'settings.read': async () => settings.read(),
      'settings.change': ({ change }) => settings.change(change),
    },
    async close() {
      await batches.close();
      workshop.close();
      await jobs.close();
      await openedLibrary.close();
      enhancer.close();
      await project.close();
    },
  };
}

/** The pair that ships with the program. */
function samplePair(resourcesFolder: string): string[] {
  return ['wide.jpg', 'tele.jpg'].map((name) => join(resourcesFolder, 'native-models/sample-pair', name));
}

function truthKey({ wideId }: Pair): string {
  return resultKey('truth', wideId);
}
