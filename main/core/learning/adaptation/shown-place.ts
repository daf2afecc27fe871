import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AdaptationPatch } from '#contract/adaptation';
import { mediaKeyPattern } from '#contract/media-urls';
import { writeJson } from '#core/ground/disk/json-file';

const pyramid = z.object({
  key: z.string().regex(mediaKeyPattern),
  width: z.int().positive(),
  height: z.int().positive(),
  tileSize: z.int().positive(),
  levels: z.int().positive(),
});
const keptPatch = z.object({ step: z.int().nonnegative(), before: pyramid, after: pyramid, tele: pyramid });

const patchName = 'place.json';

/** Remembers where the latest pictures of an adaptation's place are, for after a restart. */
export async function keepPatch(folder: string, patch: AdaptationPatch): Promise<void> {
  await writeJson(join(folder, patchName), patch);
}

/** Null when there are none yet, or what is kept cannot be understood: the pictures are only there to look at. */
export async function readKeptPatch(folder: string): Promise<AdaptationPatch | null> {
  try {
    return keptPatch.parse(JSON.parse(await readFile(join(folder, patchName), 'utf8')));
  } catch {
    return null;
  }
}
