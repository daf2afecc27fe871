import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Enhancement, PairView } from '#contract/api';
import type { EnhanceChoices } from '#contract/enhancement';
import { AppError } from '#contract/errors';
import { editsOf, type Pair } from '#contract/project-document';
import type { Registration } from '#contract/registration';
import { defaultSettings } from '#contract/settings';
import { version } from '#contract/version';
import { adaptationMethods } from './methods/adaptation-methods.ts';
import { openAdaptations, type Adaptations } from './adaptation/adaptations.ts';
import { createAnnouncer } from './announcer.ts';
import { openBatchDesk } from './batch/batch-desk.ts';
import { batchMethods } from './methods/batch-methods.ts';
import { createPresetStore, presetFile } from './batch/presets.ts';
import type { Core, CoreOptions, EngineEvents } from './core.ts';
import { createEnhancementProcess } from './enhancement-process/enhancement-process.ts';
import { createKeptEnhancements } from './enhancement/kept-enhancements.ts';
import { createPairRegistrations } from './enhancement/pair-registrations.ts';
import { exportPhoto } from './export/export-photo.ts';
import { buildPyramid } from './image/preview-pyramid.ts';
import { createPixelReader } from './image/read-pixel.ts';
import { writePng } from './image/write-png.ts';
import { openJobJournal } from './jobs/job-journal.ts';
import { createJobQueue } from './jobs/job-queue.ts';
import { slice, type Report } from './jobs/progress.ts';
import { importPhotos } from './library/import-photos.ts';
import { createPhotoShelf } from './library/photo-shelf.ts';
import { createModelRegistry } from './models/model-registry.ts';
import { createPersonalModels } from './models/personal-models.ts';
import { createLatestPreview } from './enhancement-process/latest-preview.ts';
import { openPreviewShelf } from './enhancement-process/preview-shelf.ts';
import { openProjectSession } from './project/project-session.ts';
import { chooseDevice, tryDevices } from './runtime/execution-device.ts';
import { createSettingsStore, parseSettings } from './settings/settings-store.ts';
import { dataFolderAt, makeCacheFolders, provenancePath, resultPath } from './storage/data-folder.ts';
import { openJsonFile } from './storage/json-file.ts';
import { openResultStore, resultKey } from './storage/result-store.ts';

/** Puts the product together. The only place where rooms meet; everything from outside comes in as an argument. */
export async function createCore({ dataFolder, resourcesFolder, programFolder, log }: CoreOptions): Promise<Core> {
  const data = dataFolderAt(dataFolder);
  await makeCacheFolders(data);
  const { announce, on } = createAnnouncer<EngineEvents>();

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
    announce: (document, history) => {
      announce('project.changed', document);
      announce('history.changed', history);
      registrations.follow(document);
    },
  });
  const jobs = createJobQueue({
    announce: (job) => {
      announce('job.changed', job);
      learnOrHold();
    },
    journal: openJobJournal(data.jobJournal, (message, error) => log.warn(message, error)),
    logFault: (message, error) => log.error(message, error),
  });

  const pixelLimit = (): number => settings.read().pixelLimitMegapixels * 1e6;
  const shelf = createPhotoShelf({ pyramidFolder: data.pyramids, pixelLimit });
  const shippedModels = join(resourcesFolder, 'native-models', 'weights');
  const modelFolders = [shippedModels, data.models];
  const models = createModelRegistry({ folders: [shippedModels], personalFolder: data.models });
  const personal = createPersonalModels({
    folder: data.models,
    isTaken: async (id) => (await models.list()).some((model) => model.id === id),
  });
  const batches = await openBatchDesk({
    folder: data.batches,
    scratchFolder: join(data.cache, 'scratch'),
    tools: () => ({
      loadModel: (id) => models.load(id),
      pixelLimit: pixelLimit(),
      memoryBudget: settings.read().memoryBudgetMiB * 2 ** 20,
      programFolder,
    }),
    announce: (batch) => announce('batch.changed', batch),
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
  const registrations = createPairRegistrations({
    store: openResultStore<Registration>(data.registrations),
    jobs,
    document: () => project.read(),
    edit: (command) => project.edit(command),
    filesOf,
    pixelLimit,
    programFolder,
    changed: (pairId) => announce('pair.changed', { pairId }),
  });
  const enhancements = openResultStore<Enhancement>(data.results);
  const kept = createKeptEnhancements({
    store: enhancements,
    index: openResultStore<string[]>(data.results),
    document: () => project.read(),
    forget: forgetPictures,
  });
  const truths = openResultStore<{ path: string | null }>(data.registrations);

  const power = { isOnBattery: false };
  let adaptations: Adaptations | null = null;

  /** An enhancement goes before learning, and so does a battery that should last. */
  function learnOrHold(): void {
    const savesPower = power.isOnBattery && !settings.read().adaptOnBattery;
    adaptations?.hold(jobs.isBusy('gpu') || savesPower);
  }

  function pairOf(pairId: string): Pair {
    const pair = project.read().pairs.find(({ id }) => id === pairId);
    if (pair) return pair;
    throw new AppError('not-found', `Expected a pair of the project, but "${pairId}" is not in it.`);
  }

  function pathOf(photoId: string): string {
    const photo = project.read().photos.find(({ id }) => id === photoId);
    if (photo) return photo.path;
    throw new AppError('not-found', `Expected a photo of the project, but "${photoId}" is not in it.`);
  }

  function filesOf({ wideId, teleId }: Pair): { widePath: string; telePath: string | null } {
    return { widePath: pathOf(wideId), telePath: teleId === null ? null : pathOf(teleId) };
  }

  async function viewOf(pair: Pair): Promise<PairView> {
    const { widePath, telePath } = filesOf(pair);
    const [wide, tele, registration, enhancement, truth] = await Promise.all([
      shelf.open(widePath),
      telePath === null ? null : shelf.open(telePath),
      registrations.read(pair),
      kept.read(pair),
      openTruth(pair),
    ]);
    const alone = enhancement && (await enhancements.read(aloneKey(enhancement.key)));
    return { pair, wide, tele, registration, enhancement, alone, truth };
  }

  /** A picture that is no longer there is not compared with. */
  async function openTruth(pair: Pair): Promise<PairView['truth']> {
    const path = (await truths.read(truthKey(pair)))?.path ?? null;
    return path === null ? null : shelf.open(path).catch(() => null);
  }

  function startImport(paths: readonly string[]): string {
    return jobs.start({
      kind: 'import',
      subject: paths.length === 1 ? (paths[0] ?? '') : `${paths.length} photos and folders`,
      lane: 'disk',
      work: async ({ signal, report }) => {
        const { photos, pairs, problems } = await importPhotos({
          paths,
          project: project.read(),
          shelf,
          signal,
          report,
        });
        if (photos.length > 0) await project.edit({ name: 'add-photos', photos, pairs });
        announce('photos.added', { added: photos.length, problems });
        for (const pair of pairs) {
          if (pair.teleId !== null) registrations.start(pair);
        }
      },
    });
  }

  function startEnhancement(pair: Pair, choices: EnhanceChoices): string {
    return jobs.start({
      kind: 'enhancement',
      subject: pair.id,
      lane: 'gpu',
      work: async ({ signal, report }) => {
        const model = await models.load(choices.model);
        const { registration } = editsOf(project.read(), pair.id);
        const inputs = { ...choices, registration };
        const place = registration === null ? [] : [registration.homography];
        const key = resultKey(pair.wideId, pair.teleId, choices, model.summary.sha256, ...place);
        if ((await kept.readFor(pair, inputs))?.key === key) return;

        await kept.write(pair, inputs, await makeEnhancement(pair, choices, key, { signal, report }));
        announce('pair.changed', { pairId: pair.id });
      },
    });
  }

  /** The enhancement's picture, its provenance map and its tiles are there when this resolves. */
  async function makeEnhancement(
    pair: Pair,
    choices: EnhanceChoices,
    key: string,
    { signal, report }: { signal: AbortSignal; report: Report },
  ): Promise<Enhancement> {
    const scratchPath = resultPath(data, key);
    await mkdir(data.results, { recursive: true });
    const { report: facts, provenance } = await enhancer.ask(
      'enhance',
      {
        ...filesOf(pair),
        choices,
        registration: await registrations.settled(pair, signal),
        scratchPath,
        pixelLimit: pixelLimit(),
        memoryBudget: settings.read().memoryBudgetMiB * 2 ** 20,
        programFolder,
      },
      { signal, report: slice(0, 0.95, report) },
    );
    report(0.95, 'Preparing the picture');
    await writePng(provenancePath(data, key), {
      width: provenance.columns,
      height: provenance.rows,
      pixels: provenance.pixels,
    });
    const pyramid = await buildPyramid({
      sourcePath: scratchPath,
      key,
      folder: data.pyramids,
      pixelLimit: Infinity,
      signal,
    });
    return { key, pyramid, report: facts, choices };
  }

  async function startComparison(pair: Pair): Promise<string> {
    const enhancement = await kept.read(pair);
    if (enhancement?.choices === undefined) {
      throw new AppError('not-found', 'Expected a finished enhancement to compare with. Enhance the photo first.');
    }
    const key = aloneKey(enhancement.key);
    const choices = { ...enhancement.choices, useReference: false };
    return jobs.start({
      kind: 'comparison',
      subject: pair.id,
      lane: 'gpu',
      work: async (context) => {
        await enhancements.write(key, await makeEnhancement(pair, choices, key, context));
        announce('pair.changed', { pairId: pair.id });
      },
    });
  }

  /** What a preview and an enhancement are made from alike. */
  async function spotOf(pair: Pair, choices: EnhanceChoices) {
    const registration = await registrations.read(pair);
    return {
      ...filesOf(pair),
      registration,
      pairKey: resultKey(pair.wideId, pair.teleId, registration?.homography ?? null),
      choices,
      pixelLimit: pixelLimit(),
      programFolder,
    };
  }

  async function forgetPictures(key: string): Promise<void> {
    const pictures = [key, aloneKey(key)].flatMap((one) => [
      resultPath(data, one),
      provenancePath(data, one),
      join(data.pyramids, one),
    ]);
    await Promise.all(pictures.map((path) => rm(path, { recursive: true, force: true })));
  }

  async function pairEnhancedAs(key: string): Promise<Pair> {
    for (const pair of project.read().pairs) {
      if (await kept.has(pair, key)) return pair;
    }
    throw new AppError(
      'not-found',
      'Expected a finished enhancement, but this one is no longer kept. Enhance the photo again.',
    );
  }

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
      const pair = pairOf(pairId);
      const { widePath, telePath } = filesOf(pair);
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
        changed: (list) => announce('models.changed', list),
      }),
      'power.report': async ({ isOnBattery }) => {
        power.isOnBattery = isOnBattery;
        learnOrHold();
        return null;
      },
      'project.read': async () => project.read(),
      'project.edit': ({ command }) => project.edit(command),
      'project.undo': () => project.undo(),
      'project.redo': () => project.redo(),
      'project.history': async () => project.history(),
      'photos.add': async ({ paths }) => ({ jobId: startImport(paths) }),
      'pair.read': ({ pairId }) => viewOf(pairOf(pairId)),
      'registration.start': async ({ pairId }) => ({ jobId: registrations.start(pairOf(pairId)) }),
      'registration.refine': async ({ pairId }) => ({ jobId: registrations.refine(pairOf(pairId)) }),
      'enhancement.start': async ({ pairId, choices }) => ({ jobId: startEnhancement(pairOf(pairId), choices) }),
      'preview.show': async ({ pairId, choices, point }) =>
        preview.show({ ...(await spotOf(pairOf(pairId), choices)), point }),
      'preview.warm': async ({ pairId, choices }) => {
        await preview.warm(await spotOf(pairOf(pairId), choices));
        return null;
      },
      'preview.cancel': async () => {
        preview.cancel();
        return null;
      },
      'comparison.start': async ({ pairId }) => ({ jobId: await startComparison(pairOf(pairId)) }),
      'truth.choose': async ({ pairId, path }) => {
        if (path !== null) await shelf.open(path);
        await truths.write(truthKey(pairOf(pairId)), { path });
        announce('pair.changed', { pairId });
        return null;
      },
      'picture.read-pixel': ({ picture, x, y }) =>
        picture.kind === 'photo'
          ? pixels.ofPhoto(pathOf(picture.photoId), x, y)
          : pixels.ofScratchImage(resultPath(data, picture.key), x, y),
      'export.start': async ({ enhancementKey, path, settings: exportSettings }) => {
        const pair = await pairEnhancedAs(enhancementKey);
        const { widePath } = filesOf(pair);
        const originals = project.read().photos.map((photo) => photo.path);
        const jobId = jobs.start({
          kind: 'export',
          subject: pair.id,
          lane: 'disk',
          work: ({ signal, report }) => {
            report(0, 'Writing the photo');
            return exportPhoto({
              scratchPath: resultPath(data, enhancementKey),
              targetPath: path,
              settings: exportSettings,
              metadataFrom: widePath,
              originals,
              software: `Telewide ${version}`,
              signal,
            });
          },
        });
        return { jobId };
      },
      ...batchMethods(batches, presets, (pairId) => {
        const { widePath, telePath } = filesOf(pairOf(pairId));
        return { wide: widePath, tele: telePath };
      }),
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
      await jobs.close();
      enhancer.close();
      await project.close();
    },
  };
}

/** The same enhancement without the tele. */
function aloneKey(enhancementKey: string): string {
  return resultKey('alone', enhancementKey);
}

function truthKey({ wideId }: Pair): string {
  return resultKey('truth', wideId);
}
