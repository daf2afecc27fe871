import type { PairView } from '#contract/api';
import { toWireError } from '#contract/errors';
import type { Pair } from '#contract/project-document';
import type { MethodTable } from './core.ts';
import { resultPath } from './ground/disk/data-folder.ts';
import { markUsed } from './ground/disk/prune-cache.ts';
import { openResultStore, resultKey } from './ground/disk/result-store.ts';
import type { Pictures } from './open-pictures.ts';
import type { Workspace } from './open-workspace.ts';
import type { Library } from './workspace/library/library.ts';
import { readProjectCopy, saveProjectCopy } from './workspace/project/project-copy.ts';

type ProjectMethod =
  Extract<keyof MethodTable, `project.${string}` | `registration.${string}`> | 'pair.read' | 'truth.choose';

/** What can be asked of the project and its pairs. The library is told of a pair that cannot be opened. */
export function projectMethods(
  { data, document, events, photos, project, photoCache }: Workspace,
  { enhancements, registrations }: Pictures,
  library: Pick<Library, 'cannotOpen'>,
): Pick<MethodTable, ProjectMethod> {
  const truths = openResultStore<{ path: string | null }>(data.registrations);
  const truthKey = ({ wideId }: Pair): string => resultKey('truth', wideId);

  async function viewOf(pair: Pair): Promise<PairView> {
    const { widePath, telePaths } = photos.filesOf(pair);
    const [wide, opened, found, pictures, truth] = await Promise.all([
      photoCache.open(widePath),
      Promise.all(telePaths.map((path) => photoCache.open(path))),
      registrations.readAll(pair),
      enhancements.read(pair),
      openTruth(pair),
    ]);
    const teles = opened.map((tele, index) => ({ ...tele, registration: found[index] ?? null }));
    if (pictures.enhancement !== null) await markUsed(resultPath(data, pictures.enhancement.key));
    return { pair, wide, teles, ...pictures, truth };
  }

  /** A picture that is no longer there is not compared with. */
  async function openTruth(pair: Pair): Promise<PairView['truth']> {
    const path = (await truths.read(truthKey(pair)))?.path ?? null;
    return path === null ? null : photoCache.open(path).catch(() => null);
  }

  return {
    'project.read': async () => ({ ...document(), revision: project.revision() }),
    'project.edit': ({ command }) => project.edit(command).then(() => null),
    'project.undo': () => project.undo().then(() => null),
    'project.redo': () => project.redo().then(() => null),
    'project.history': async () => project.history(),
    'project.open': async ({ path }) => {
      await project.edit({ name: 'open-project', document: await readProjectCopy(path) });
      return null;
    },
    'project.save-copy': ({ path }) => saveProjectCopy(path, document()).then(() => null),
    'pair.read': async ({ pairId }) => {
      try {
        return await viewOf(photos.pairOf(pairId));
      } catch (error) {
        library.cannotOpen(pairId, toWireError(error).message);
        throw error;
      }
    },
    'registration.start': async ({ pairId }) => ({ jobId: registrations.start(photos.pairOf(pairId)) }),
    'registration.refine': async ({ pairId, teleId }) => ({
      jobId: registrations.refine(photos.pairOf(pairId), teleId),
    }),
    'truth.choose': async ({ pairId, path }) => {
      if (path !== null) await photoCache.open(path);
      await truths.write(truthKey(photos.pairOf(pairId)), { path });
      events.emit('pair.changed', { pairId });
      return null;
    },
  };
}
