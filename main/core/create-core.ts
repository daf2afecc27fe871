import { join } from 'node:path';
import { adaptationMethods } from './adaptation-methods.ts';
import { batchMethods } from './batch-methods.ts';
import type { Core, CoreOptions } from './core.ts';
import { limitCache } from './limit-cache.ts';
import { libraryMethods } from './library-methods.ts';
import { openExports } from './open-exports.ts';
import { openLearning } from './open-learning.ts';
import { openPictures, type Pictures } from './open-pictures.ts';
import { openWorkspace, type Workspace } from './open-workspace.ts';
import { pictureMethods } from './picture-methods.ts';
import { projectMethods } from './project-methods.ts';
import { tryDevices } from './runtime/execution-device.ts';
import { openLibrary, type Library } from './workspace/library/library.ts';

/** Puts the product together, from the ground up. Rooms meet only here and in the `open-` files; what happens in one, others hear as events. */
export async function createCore(options: CoreOptions): Promise<Core> {
  const workspace = await openWorkspace(options);
  const { events, settings, document, jobs } = workspace;
  const endPruning = limitCache(workspace);
  const pictures = openPictures(workspace);
  const exports = await openExports(workspace, pictures);
  const library = await openLibraryOf(workspace, pictures);
  const learning = await openLearning(workspace, pictures);
  return {
    on: events.on,
    call: {
      ...projectMethods(workspace, pictures, library),
      ...libraryMethods(library),
      ...pictureMethods(workspace, pictures),
      ...batchMethods(exports.batches, exports.presets, workspace.batchPairOf, () => settings.read().precision),
      ...adaptationMethods({
        ...learning,
        models: pictures.models,
        settings,
        originals: () => document().photos.map(({ path }) => path),
        changed: (models) => events.emit('models.changed', models),
      }),
      'photos.add-sample': async () => ({ jobId: library.add(samplePair(options)) }),
      'damages.list': async () => [...workspace.damages()],
      'jobs.list': async () => jobs.list(),
      'jobs.cancel': async ({ jobId }) => {
        jobs.cancel(jobId);
        return null;
      },
      'models.list': () => pictures.models.list(),
      'devices.list': () => tryDevices(options),
      'settings.read': async () => settings.read(),
      'settings.change': ({ change }) => settings.change(change),
      'power.report': async (power) => {
        learning.powerChanged(power);
        return null;
      },
    },
    async close() {
      await endPruning();
      await exports.close();
      await jobs.close();
      await library.close();
      pictures.close();
      await workspace.project.close();
    },
  };
}

/** The library, which follows what happens to its photos. */
async function openLibraryOf(workspace: Workspace, { registrations, enhancements }: Pictures): Promise<Library> {
  const { events, project, document } = workspace;
  const library = await openLibrary({
    ...workspace,
    edit: (command, grouped) => project.edit(command, grouped),
    register: (pair) => void registrations.start(pair),
    registrationsOf: (pair) => registrations.readAll(pair),
    isEnhanced: async (pair) => (await enhancements.read(pair)).enhancement !== null,
    announce: events.emit,
  });
  events.on('project.changed', () => library.follow(document()));
  events.on('job.changed', (job) => library.hearJob(job));
  events.on('batch.changed', (change) => library.hearBatch(change));
  events.on('pair.changed', ({ pairId }) => library.pairChanged(pairId));
  return library;
}

/** The pair that ships with the program. */
function samplePair({ resourcesFolder }: CoreOptions): string[] {
  return ['wide.jpg', 'tele.jpg'].map((name) => join(resourcesFolder, 'native-models/sample-pair', name));
}
