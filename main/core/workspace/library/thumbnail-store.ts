import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#contract/errors';
import type { Thumbnail } from '#contract/library';
import { mediaKeyPattern } from '#contract/media-urls';
import { say, type Said } from '#contract/messages';
import { thumbnailPath } from '#core/ground/disk/data-folder';
import type { LibraryProcess } from './library-process.ts';

/** Small pictures on the disk, made when they are looked at. */
export interface ThumbnailStore {
  /** Wants these from now on, the first most of all, and none of those wanted before. Gives what there is; the rest is told when it is made. */
  show(photoIds: readonly string[]): Promise<Thumbnail[]>;
  close(): void;
}

type Stage = 'preview' | 'full';

interface Kept {
  stage: Stage;
  bytes: number;
}

/** Told together when they are made within this time. */
const tellEveryMs = 60;
/** Made at the same time. */
const width = 2;

/**
 * `maxBytes` bounds what is kept; what was looked at longest ago goes first. `pathOf` gives null for a photo that is not in the
 * library; `tell` hears of everything that was made, and of what could not be.
 */
export function createThumbnailStore(options: {
  folder: string;
  process: LibraryProcess;
  pathOf: (photoId: string) => string | null;
  pixelLimit: () => number;
  tell: (thumbnails: readonly Thumbnail[]) => void;
  maxBytes?: number;
}): ThumbnailStore {
  const { folder, process, pathOf, tell, maxBytes = 400 * 2 ** 20 } = options;
  /** Those looked at last come last. */
  let kept = new Map<string, Kept>();
  let bytes = 0;
  let listed: Promise<void> | null = null;
  const failed = new Map<string, Said>();
  let wanted: string[] = [];
  const working = new Set<string>();
  let made: Thumbnail[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const placeOf = (id: string, stage: Stage): string => thumbnailPath({ thumbnails: folder }, id, stage);

  /** The folder is looked through when a picture is wanted for the first time. */
  async function list(): Promise<void> {
    kept = await listKept(folder);
    bytes = [...kept.values()].reduce((sum, one) => sum + one.bytes, 0);
  }

  function thumbnailOf(id: string): Thumbnail | null {
    const problem = failed.get(id);
    if (problem !== undefined) return { id, stage: 'none', problem };
    const one = kept.get(id);
    return one === undefined ? null : { id, stage: one.stage };
  }

  function announce(id: string): void {
    const thumbnail = thumbnailOf(id);
    if (thumbnail !== null) made.push(thumbnail);
    timer ??= setTimeout(() => {
      timer = undefined;
      const told = made;
      made = [];
      tell(told);
    }, tellEveryMs);
  }

  /** First a picture of some kind for all that is in sight, then the proper ones. */
  function nextWanted(): string | undefined {
    const open = wanted.filter((id) => !working.has(id) && !failed.has(id));
    return open.find((id) => !kept.has(id)) ?? open.find((id) => kept.get(id)?.stage === 'preview');
  }

  function work(): void {
    while (!isClosed && working.size < width) {
      const id = nextWanted();
      if (id === undefined) return;
      working.add(id);
      void make(id).then(() => {
        working.delete(id);
        work();
      });
    }
  }

  async function make(id: string): Promise<void> {
    const sourcePath = pathOf(id);
    if (sourcePath === null) {
      wanted = wanted.filter((one) => one !== id);
      return;
    }
    try {
      const isFirst = !kept.has(id);
      if (isFirst && (await makeOne('preview', id, sourcePath))) return;
      await makeOne('full', id, sourcePath);
    } catch (error) {
      if (isClosed) return;
      failed.set(id, error instanceof AppError ? error.said : say('photos.not-shown'));
      announce(id);
    }
  }

  async function makeOne(stage: Stage, id: string, sourcePath: string): Promise<boolean> {
    const targetPath = placeOf(id, stage);
    const request = { sourcePath, targetPath };
    if (stage === 'full') {
      await process.ask('full', { ...request, pixelLimit: options.pixelLimit() }, { isUrgent: true });
    } else if (!(await process.ask('preview', request, { isUrgent: true }))) return false;
    const before = kept.get(id);
    const size = (await stat(targetPath)).size;
    kept.delete(id);
    // A preview stays beside it: the page may be just about to ask for it.
    kept.set(id, { stage, bytes: (before?.bytes ?? 0) + size });
    bytes += size;
    announce(id);
    await keepWithin();
    return true;
  }

  async function keepWithin(): Promise<void> {
    const inSight = new Set(wanted);
    for (const [id, { bytes: size }] of kept) {
      if (bytes <= maxBytes) return;
      if (inSight.has(id)) continue;
      kept.delete(id);
      bytes -= size;
      for (const stage of ['preview', 'full'] as const) await rm(placeOf(id, stage), { force: true });
    }
  }

  return {
    async show(photoIds) {
      await (listed ??= list());
      wanted = photoIds.filter((id) => mediaKeyPattern.test(id));
      // A photo that was put back may be shown now.
      for (const id of wanted) failed.delete(id);
      for (const id of wanted) touch(kept, id);
      work();
      return wanted.flatMap((id) => thumbnailOf(id) ?? []);
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

function touch(kept: Map<string, Kept>, id: string): void {
  const one = kept.get(id);
  if (one === undefined) return;
  kept.delete(id);
  kept.set(id, one);
}

/** What lies on the disk, oldest first. Where a photo has both, the proper one counts. */
async function listKept(folder: string): Promise<Map<string, Kept>> {
  const found: { id: string; stage: Stage; bytes: number; time: number }[] = [];
  for (const part of await readdir(folder).catch(() => [])) {
    const names = await readdir(join(folder, part)).catch(() => []);
    await Promise.all(
      names.map(async (name) => {
        const match = /^([0-9a-f]+)\.(preview|full)\.webp$/.exec(name);
        const facts = await stat(join(folder, part, name)).catch(() => null);
        if (match === null || facts === null) return;
        const stage = match[2] === 'full' ? 'full' : 'preview';
        found.push({ id: match[1] ?? '', stage, bytes: facts.size, time: facts.mtimeMs });
      }),
    );
  }
  const kept = new Map<string, Kept>();
  for (const { id, stage, bytes } of found.sort((a, b) => a.time - b.time)) {
    const other = kept.get(id);
    kept.delete(id);
    kept.set(id, { stage: other?.stage === 'full' ? 'full' : stage, bytes: bytes + (other?.bytes ?? 0) });
  }
  return kept;
}
