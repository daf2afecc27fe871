import { createHash } from 'node:crypto';
import type { AdaptationPatch } from '#contract/adaptation';
import { type Pyramid, mediaKeyPattern } from '#contract/media-urls';
import type { DeviceName } from '#contract/models';
import { withScratchFile } from '#core/ground/disk/scratch-file';
import { buildPyramid } from '#core/photos/previews/preview-pyramid';
import { writePng } from '#core/photos/files/write-png';
import { openTileNetwork } from '#core/enhancement/inference/tile-network';
import type { LoadedModel } from '#core/models/model-registry';
import { openModelSession } from '#core/runtime/model-session';
import { judgingHalo, type JudgingPlace } from './sample-patches.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeJson } from '#core/ground/disk/json-file';

/** Draws one place as the base shows it, as the adapted network does, and as the tele saw it, for the page. */
export async function showPlace(
  place: JudgingPlace,
  options: {
    base: LoadedModel;
    adapted: LoadedModel;
    device: DeviceName;
    step: number;
    /** Makes the pictures' keys. */
    name: string;
    pyramidFolder: string;
  },
): Promise<AdaptationPatch> {
  const { base, adapted, device, step, name, pyramidFolder } = options;
  const whole = place.side + 2 * judgingHalo;
  const pictures: Record<'before' | 'after' | 'tele', Picture> = {
    before: { pixels: await enhance(base, place, device), border: 2 * judgingHalo, side: 2 * whole },
    after: { pixels: await enhance(adapted, place, device), border: 2 * judgingHalo, side: 2 * whole },
    tele: {
      pixels: place.reference.pixels,
      border: (place.reference.width - 2 * place.side) / 2,
      side: place.reference.width,
    },
  };
  const keep = (which: keyof typeof pictures): Promise<Pyramid> =>
    keepPicture(pictures[which], keyOf(name, which === 'after' ? `after ${step}` : which), pyramidFolder);
  return { step, before: await keep('before'), after: await keep('after'), tele: await keep('tele') };
}

interface Picture {
  /** [3, side, side], 0 to 1. */
  pixels: Float32Array;
  side: number;
  /** Left out on every side. */
  border: number;
}

async function enhance(model: LoadedModel, place: JudgingPlace, device: DeviceName): Promise<Float32Array> {
  const whole = place.side + 2 * judgingHalo;
  const size = { width: whole, height: whole };
  const network = openTileNetwork({ model, device, size, openSession: openModelSession });
  try {
    return (await network.run(place.wide, place.reference)).enhanced;
  } finally {
    await network.close();
  }
}

async function keepPicture({ pixels, side, border }: Picture, key: string, pyramidFolder: string): Promise<Pyramid> {
  const inner = side - 2 * border;
  const bytes = new Uint8Array(4 * inner * inner);
  for (let at = 0; at < inner * inner; at += 1) {
    const from = (Math.floor(at / inner) + border) * side + (at % inner) + border;
    for (let channel = 0; channel < 3; channel += 1)
      bytes[4 * at + channel] = Math.round(255 * Math.min(1, Math.max(0, pixels[channel * side * side + from] ?? 0)));
    bytes[4 * at + 3] = 255;
  }
  return withScratchFile(pyramidFolder, '.png', async (sourcePath) => {
    await writePng(sourcePath, { width: inner, height: inner, pixels: bytes });
    return buildPyramid({ sourcePath, key, folder: pyramidFolder, pixelLimit: Infinity });
  });
}

function keyOf(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}

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
