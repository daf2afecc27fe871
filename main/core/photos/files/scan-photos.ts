import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { AppError, toWireError, type WireError } from '#contract/errors';
import { explainImageError } from './explain-image-error.ts';
import { isPhotoName } from '#contract/photo-endings';

/** What lies at some paths. */
export interface ScannedFiles {
  /** Files that may be photos, each once, folder by folder in the order of their names. */
  readonly files: readonly string[];
  /** Files that are no photos: films, notes of other programs, thumbnails of a network disk, what was thrown away. */
  readonly passedOver: number;
  /** Paths that lead nowhere, and folders that may not be looked into. */
  readonly problems: readonly { readonly path: string; readonly error: WireError }[];
}

export interface ScanOptions {
  readonly signal?: AbortSignal;
  /** Hears how many there are so far. */
  readonly found?: (files: number) => void;
  /** Whether folders in the folders are looked into; they are unless told. */
  readonly isRecursive?: boolean;
  /** What is not looked at, nor counted. */
  readonly isOutside?: (path: string) => boolean;
}

/** What lies beside photos and is none. */
const companions = new Set(
  '.mov .mp4 .m4v .avi .3gp .mkv .mts .webm .wav .mp3 .xmp .aae .thm .db .ini .ds_store .xml .json .txt .url .lnk'.split(
    ' ',
  ),
);

/**
 * Looks through folders and those below them, also through links, into each folder once. A file that was named itself is taken whatever it
 * is called, unless it is known to lie beside photos; a folder that was named itself is looked into whatever it is called. Rejects with the
 * signal's reason alone.
 */
export async function scanPhotos(paths: readonly string[], options: ScanOptions = {}): Promise<ScannedFiles> {
  const { signal, found = () => undefined, isRecursive = true, isOutside = () => false } = options;
  const files = new Set<string>();
  const problems: { path: string; error: WireError }[] = [];
  /** Real paths of folders, so that links make no circles. */
  const seen = new Set<string>();
  let passedOver = 0;

  async function lookInto(folder: string): Promise<void> {
    signal?.throwIfAborted();
    const place = await realpath(folder);
    if (seen.has(place)) return;
    seen.add(place);
    const names = await readdir(folder);
    found(files.size);
    for (const name of names.sort(collator.compare)) {
      const path = join(folder, name);
      if (!isOutside(path)) await explained(path, () => lookAt(path, name));
    }
  }

  async function lookAt(path: string, name: string): Promise<void> {
    // A link is what it leads to.
    const facts = await stat(path);
    if (facts.isDirectory()) {
      if (isPassedOver(name)) passedOver += await countFiles(path);
      else if (isRecursive) await lookInto(path);
    } else if (facts.isFile() && isPhotoName(name) && !isHidden(name)) files.add(path);
    else passedOver += 1;
  }

  async function explained(path: string, look: () => Promise<void>): Promise<void> {
    try {
      await look();
    } catch (error) {
      signal?.throwIfAborted();
      problems.push({ path, error: toWireError(explainImageError(error, path)) });
    }
  }

  for (const path of paths) {
    signal?.throwIfAborted();
    await explained(path, async () => {
      const facts = await stat(path);
      if (facts.isDirectory()) await lookInto(path);
      else if (isCompanion(basename(path))) passedOver += 1;
      else files.add(path);
    });
  }
  return { files: [...files], passedOver, problems };
}

/** The files of `scanPhotos`. Throws an `AppError` for the first path that leads nowhere. */
export async function listPhotoFiles(paths: readonly string[]): Promise<readonly string[]> {
  const { files, problems } = await scanPhotos(paths);
  const problem = problems.find(({ path }) => paths.includes(path));
  if (problem !== undefined) throw new AppError(problem.error.code, problem.error.message);
  return files;
}

/** What is passed over is not worth a fault. */
async function countFiles(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries.filter((entry) => !entry.isDirectory()).length;
}

/** `2.jpg` before `10.jpg`, as people count. */
const collator = new Intl.Collator('en', { numeric: true });

function isHidden(name: string): boolean {
  return name.startsWith('.');
}

function isCompanion(name: string): boolean {
  return isHidden(name) || companions.has(extname(name).toLowerCase());
}

/** Where systems, network disks and other programs keep small copies and what was thrown away; most such folders are hidden besides. */
const folders =
  /^(\..*|@eadir|#recycle|#snapshot|@recycle|@recently-snapshot|\$recycle\.bin|recycler|system volume information|lost\+found|__macosx|network trash folder|temporary items|thumbnails|.*\.lrdata)$/i;

/** Whether a folder is called as those are that hold no photos of a person, only copies and what was thrown away. */
function isPassedOver(folderName: string): boolean {
  return folders.test(folderName);
}
