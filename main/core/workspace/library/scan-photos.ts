import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Problem } from '#contract/api';
import { toWireError } from '#contract/errors';
import { explainImageError } from '#core/photos/files/explain-image-error';
import { isPhotoName } from '#core/photos/files/photo-files';

/** What lies at some paths. */
export interface ScannedFiles {
  /** Files that may be photos, each once, folder by folder in the order of their names. */
  readonly files: readonly string[];
  /** Files that are no photos: films, notes of other programs and the like. */
  readonly passedOver: number;
  /** Paths that lead nowhere, and folders that may not be looked into. */
  readonly problems: readonly Problem[];
}

/** What lies beside photos and is none. */
const companions = new Set(
  '.mov .mp4 .m4v .avi .3gp .mkv .mts .webm .wav .mp3 .xmp .aae .thm .db .ini .ds_store .xml .json .txt .url .lnk'.split(
    ' ',
  ),
);

/**
 * Looks through folders and those below them. A file that was named itself is taken whatever it is called, unless it is
 * known to lie beside photos. `found` hears how many there are so far; rejects with the signal's reason alone.
 */
export async function scanPhotos(
  paths: readonly string[],
  { signal, found }: { signal: AbortSignal; found: (files: number) => void },
): Promise<ScannedFiles> {
  const files = new Set<string>();
  const problems: Problem[] = [];
  let passedOver = 0;

  async function lookInto(folder: string): Promise<void> {
    signal.throwIfAborted();
    const entries = await readdir(folder, { withFileTypes: true });
    found(files.size);
    for (const entry of entries.sort((a, b) => collator.compare(a.name, b.name))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!isHidden(entry.name)) await lookIntoOrSay(path);
      } else if (entry.isFile() && isPhotoName(entry.name) && !isHidden(entry.name)) files.add(path);
      else passedOver += 1;
    }
  }

  async function lookIntoOrSay(path: string): Promise<void> {
    try {
      await lookInto(path);
    } catch (error) {
      signal.throwIfAborted();
      problems.push({ path, error: toWireError(explainImageError(error, path)) });
    }
  }

  for (const path of paths) {
    signal.throwIfAborted();
    const facts = await stat(path).catch((error: unknown) => {
      problems.push({ path, error: toWireError(explainImageError(error, path)) });
      return null;
    });
    if (facts === null) continue;
    if (facts.isDirectory()) await lookIntoOrSay(path);
    else if (isCompanion(basename(path))) passedOver += 1;
    else files.add(path);
  }
  return { files: [...files], passedOver, problems };
}

/** `2.jpg` before `10.jpg`, as people count. */
const collator = new Intl.Collator('en', { numeric: true });

function isHidden(name: string): boolean {
  return name.startsWith('.');
}

function isCompanion(name: string): boolean {
  return isHidden(name) || companions.has(extname(name).toLowerCase());
}
