import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Enhancement, PairView } from '#contract/api';
import type { EnhanceChoices } from '#contract/enhancement';
import { AppError } from '#contract/errors';
import { emptyProject, type Pair } from '#contract/project-document';
import type { Registration } from '#contract/registration';
import { defaultSettings } from '#contract/settings';
import { version } from '#contract/version';
import { createAnnouncer } from './announcer.ts';
import type { Core, CoreOptions, EngineEvents } from './core.ts';
import { enhancePair } from './enhancement/enhance-pair.ts';
import { readPair } from './enhancement/read-pair.ts';
import { exportPhoto } from './export/export-photo.ts';
import { buildPyramid } from './image/preview-pyramid.ts';
import { writePng } from './image/write-png.ts';
import { openJobJournal } from './jobs/job-journal.ts';
import { createJobQueue } from './jobs/job-queue.ts';
import { slice } from './jobs/progress.ts';
import { importPhotos } from './library/import-photos.ts';
import { createPhotoShelf } from './library/photo-shelf.ts';
import { createModelRegistry } from './models/model-registry.ts';
import { parseProject } from './project/check-project.ts';
import { createProjectSession } from './project/project-session.ts';
import { registerPair } from './registration/register-pair.ts';
import { tryDevices } from './runtime/execution-device.ts';
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
  const projectFile = await openJsonFile({ path: data.projectFile, parse: parseProject, initial: emptyProject, log });
  const project = createProjectSession({
    document: projectFile.value,
    save: (document) => projectFile.save(document),
    announce: (document) => announce('project.changed', document),
  });
  const jobs = createJobQueue({
    announce: (job) => announce('job.changed', job),
    journal: openJobJournal(data.jobJournal, (message, error) => log.warn(message, error)),
    logFault: (message, error) => log.error(message, error),
  });

  const pixelLimit = (): number => settings.read().pixelLimitMegapixels * 1e6;
  const shelf = createPhotoShelf({ pyramidFolder: data.pyramids, pixelLimit });
  const models = createModelRegistry({ folders: [join(resourcesFolder, 'native-models', 'weights')] });
  const registrations = openResultStore<Registration>(data.registrations);
  const enhancements = openResultStore<Enhancement>(data.results);

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
    const [wide, tele, registration, enhancement] = await Promise.all([
      shelf.open(widePath),
      telePath === null ? null : shelf.open(telePath),
      registrations.read(keyOf(pair)),
      enhancements.read(keyOf(pair)),
    ]);
    return { pair, wide, tele, registration, enhancement };
  }

  function startRegistration(pair: Pair): string {
    const { widePath, telePath } = filesOf(pair);
    if (telePath === null) {
      throw new AppError('invalid-request', 'Expected a pair with a tele photo, but this one has none. Pair it first.');
    }
    return jobs.start({
      kind: 'registration',
      subject: pair.id,
      lane: 'cpu',
      work: async ({ signal, report }) => {
        const { wide, tele, zoomHint } = await readPair({
          widePath,
          telePath,
          pixelLimit: pixelLimit(),
          signal,
          report: slice(0, 0.4, report),
        });
        report(0.4, 'Finding the tele in the wide');
        const registration = await registerPair(wide, tele, { zoomHint, programFolder, signal });
        await registrations.write(keyOf(pair), registration);
        announce('pair.changed', { pairId: pair.id });
      },
    });
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
          if (pair.teleId !== null) startRegistration(pair);
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
        const key = resultKey(pair.wideId, pair.teleId, choices, model.summary.sha256);
        const earlier = await enhancements.read(keyOf(pair));
        if (earlier?.key === key) return;

        const scratchPath = resultPath(data, key);
        await mkdir(data.results, { recursive: true });
        const { report: facts, provenance } = await enhancePair({
          ...filesOf(pair),
          model,
          choices,
          registration: await registrations.read(keyOf(pair)),
          scratchPath,
          pixelLimit: pixelLimit(),
          memoryBudget: settings.read().memoryBudgetMiB * 2 ** 20,
          programFolder,
          signal,
          report: slice(0, 0.95, report),
        });
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
        await enhancements.write(keyOf(pair), { key, pyramid, report: facts });
        if (earlier) await forgetPictures(earlier.key);
        announce('pair.changed', { pairId: pair.id });
      },
    });
  }

  async function forgetPictures(key: string): Promise<void> {
    const pictures = [resultPath(data, key), provenancePath(data, key), join(data.pyramids, key)];
    await Promise.all(pictures.map((path) => rm(path, { recursive: true, force: true })));
  }

  async function pairEnhancedAs(key: string): Promise<Pair> {
    for (const pair of project.read().pairs) {
      if ((await enhancements.read(keyOf(pair)))?.key === key) return pair;
    }
    throw new AppError(
      'not-found',
      'Expected a finished enhancement, but this one is no longer kept. Enhance the photo again.',
    );
  }

  return {
    on,
    call: {
      'project.read': async () => project.read(),
      'project.edit': ({ command }) => project.edit(command),
      'photos.add': async ({ paths }) => ({ jobId: startImport(paths) }),
      'pair.read': ({ pairId }) => viewOf(pairOf(pairId)),
      'registration.start': async ({ pairId }) => ({ jobId: startRegistration(pairOf(pairId)) }),
      'enhancement.start': async ({ pairId, choices }) => ({ jobId: startEnhancement(pairOf(pairId), choices) }),
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
    close: () => jobs.close(),
  };
}

/** Registration and enhancement of a pair are kept under its photos' contents. */
function keyOf({ wideId, teleId }: Pair): string {
  return resultKey(wideId, teleId);
}
