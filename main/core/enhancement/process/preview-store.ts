import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pyramid } from '#contract/media-urls';
import { buildPyramid } from '#core/photos/previews/preview-pyramid';
import { writeJson } from '#core/ground/disk/json-file';
import { withScratchFile } from '#core/ground/disk/scratch-file';

/** The pictures of the latest previews, to be fetched by the page. */
export interface PreviewStore {
  /** `make` writes a scratch image to the path it is given; its picture is kept under `key`. */
  keep<Facts>(
    key: string,
    signal: AbortSignal,
    make: (scratchPath: string) => Promise<Facts>,
  ): Promise<{ facts: Facts; pyramid: Pyramid }>;
}

/** As many pictures as fit on a few screens; older ones are removed, those of an earlier run first. */
const maxPictures = 60;

export function openPreviewStore(folders: { pyramids: string; scratch: string }): PreviewStore {
  const listPath = join(folders.scratch, 'previews.json');
  let kept: Promise<readonly string[]> = readList(listPath);

  async function remember(key: string): Promise<void> {
    const keys = [...(await kept).filter((one) => one !== key), key];
    const gone = keys.slice(0, -maxPictures);
    kept = Promise.resolve(keys.slice(-maxPictures));
    await Promise.all(gone.map((one) => rm(join(folders.pyramids, one), { recursive: true, force: true })));
    await writeJson(listPath, await kept);
  }

  return {
    keep: (key, signal, make) =>
      withScratchFile(folders.scratch, '.tif', async (scratchPath) => {
        const facts = await make(scratchPath);
        signal.throwIfAborted();
        const pyramid = await buildPyramid({
          sourcePath: scratchPath,
          key,
          folder: folders.pyramids,
          pixelLimit: Infinity,
        });
        await remember(key);
        return { facts, pyramid };
      }),
  };
}

async function readList(path: string): Promise<readonly string[]> {
  try {
    const list: unknown = JSON.parse(await readFile(path, 'utf8'));
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
  } catch {
    return []; // Nothing was previewed yet.
  }
}
