import { copyFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeWhole } from '#core/ground/disk/write-whole';

/** `photo.jpg` has `photo.provenance.png` beside it. */
export function provenanceFileOf(targetPath: string): string {
  const name = basename(targetPath).replace(/\.[^.]+$/, '');
  return join(dirname(targetPath), `${name}.provenance.png`);
}

/** Puts a copy of a provenance map beside the photo that it belongs to, whole or not at all, and never over one of `originals`. */
export async function placeProvenanceFile(
  mapPath: string,
  targetPath: string,
  originals: readonly string[],
  signal: AbortSignal,
  /** Where the unfinished file lies; beside the photo unless told. */
  temporaryFolder: string = dirname(targetPath),
): Promise<void> {
  const place = (path: string): Promise<void> => copyFile(mapPath, path);
  await writeWhole(provenanceFileOf(targetPath), place, { never: originals, signal, temporaryFolder });
}
