import { rm } from 'node:fs/promises';
import { turnHomography } from '#contract/crop-geometry';
import type { EnhanceChoices } from '#contract/enhancement';
import { applyHomography, type Point, type Rectangle } from '#contract/geometry';
import type { Registration } from '#contract/registration';
import { framedCrop, turnCrop, type Framed } from '#core/enhancement/enhance-crop';
import { openSet, type OpenedSet, type TeleFile } from '#core/enhancement/open-set';
import { createScratchImage } from '#core/photos/scratch/scratch-image';
import { chooseExecution } from '#core/enhancement/inference/choose-execution';
import {
  runTile,
  adjustmentsOf,
  finishTile,
  type TileOutputs,
  type Adjustments,
} from '#core/enhancement/inference/enhance-tile';
import { quantise } from '#core/enhancement/inference/quantise';
import { openTileNetwork, type TileNetwork } from '#core/enhancement/inference/tile-network';
import type { LoadedModel } from '#core/models/model-registry';
import type { openModelSession } from '#core/runtime/model-session';
import { cutPart, previewRegion, type PreviewRegion } from './preview-region.ts';
import { createLruCache } from './lru-cache.ts';

export interface SpotRequest {
  widePath: string;
  /** With where each lies; none enhances the wide photo alone. */
  teles: readonly (TeleFile & { registration: Registration })[];
  /** Names the pair and where the teles lie in it: what was made for one key is kept for it. */
  pairKey: string;
  model: LoadedModel;
  choices: EnhanceChoices;
  /** The middle of the spot, in wide pixels of the turned photo. */
  point: Point;
  /** In pixels, of each photo. */
  pixelLimit: number;
  programFolder: string;
  /** Where the spot's picture goes: a scratch image with the wide's depth and profile. */
  scratchPath: string;
  signal: AbortSignal;
}

export interface SpotPreview {
  /** What is shown, in wide pixels of the turned photo and inside the crop; the picture has twice its width and height. */
  region: Rectangle;
  /** Whether the tele had anything to give there. */
  usedReference: boolean;
  milliseconds: number;
}

/** Enhances single spots of photos, keeping what is slow to make for the next spot of the same pair. */
export interface SpotPreviewer {
  /** Rejects as `enhancePair` does. */
  preview(request: SpotRequest): Promise<SpotPreview>;
  /** Makes ready what a spot of the pair will need, so that the first is as fast as the others. */
  warm(request: Omit<SpotRequest, 'point' | 'scratchPath'>): Promise<void>;
  close(): Promise<void>;
}

/** Two pairs of 12 megapixels are about 300 MB; one pair of large photos stays however large it is. */
const pairBytes = 400e6;
/** Answers of the network for one spot are about 25 MB. */
const outputBytes = 130e6;

export function createSpotPreviewer(options: { openSession: typeof openModelSession }): SpotPreviewer {
  const pairs = createLruCache<OpenedSet>({ byteBudget: pairBytes, bytesOf: bytesOfPair });
  const networks = createLruCache<TileNetwork>({ byteBudget: 3, bytesOf: () => 1, close: (one) => one.close() });
  const outputs = createLruCache<TileOutputs>({ byteBudget: outputBytes, bytesOf: bytesOfOutputs });

  function pairFor({ choices, ...request }: Omit<SpotRequest, 'point' | 'scratchPath'>): Promise<OpenedSet> {
    // A reference of no strength is compared all the same: the strength may be moved back.
    const useReference = request.teles.length > 0 && choices.useReference;
    const key = `${request.pairKey} ${useReference ? 'both' : 'alone'} ${request.model.summary.sha256}`;
    // A click that came later waits for the same pair, so an earlier one that is cancelled does not stop it.
    const { signal } = new AbortController();
    return pairs.get(key, () =>
      openSet({ ...request, scratchPath: undefined, useReference, signal, report: () => undefined }),
    );
  }

  function networkFor(
    { model, choices, programFolder }: Pick<SpotRequest, 'model' | 'choices' | 'programFolder'>,
    { input }: PreviewRegion,
  ): Promise<TileNetwork> {
    const key = `${model.summary.sha256} ${placeOf(choices)} ${input.width} ${input.height}`;
    return networks.get(key, async () => {
      const { device, precision } = await chooseExecution(choices, model, { programFolder });
      return openTileNetwork({
        model,
        device,
        precision: precision.precision,
        size: input,
        openSession: options.openSession,
      });
    });
  }

  async function outputsAt(request: SpotRequest, opened: OpenedSet, region: PreviewRegion): Promise<TileOutputs> {
    const { choices, model, pairKey, signal } = request;
    const network = await networkFor(request, region);
    signal.throwIfAborted();
    const { x, y, width, height } = region.input;
    const key = `${pairKey} ${model.summary.sha256} ${placeOf(choices)} ${x} ${y} ${width} ${height}`;
    const views = choices.useReference ? (opened.prepared.references?.viewsFor(region.input) ?? []) : [];
    const known = await outputs.peek(key);
    const { wide, prepared } = opened;
    const found = await runTile({
      wide,
      references: prepared.references,
      network,
      input: region.input,
      views,
      adjustments: adjustmentsFor(choices),
      ...(known && { known }),
    });
    outputs.put(key, found);
    return found;
  }

  return {
    async preview(request) {
      const started = performance.now();
      const { choices, signal } = request;
      const opened = await pairFor(request);
      signal.throwIfAborted();
      const framed = framedCrop(opened.wide, choices);
      const region = previewRegion(opened.wide, request.point, framed);
      const found = await outputsAt(request, opened, region);
      signal.throwIfAborted();
      const { enhanced, use } = finishTile(found, region.input, adjustmentsFor(choices));
      await writeSpot(cutPart(enhanced, region), region, framed, opened, request);
      return { region: region.core, usedReference: use !== null, milliseconds: performance.now() - started };
    },
    async warm(request) {
      const opened = await pairFor(request);
      request.signal.throwIfAborted();
      const framed = framedCrop(opened.wide, request.choices);
      const point = middleOf(request.teles[0]?.registration ?? null, framed, opened);
      // Half of the strength needs the network both with and without reference.
      const choices = { ...request.choices, referenceStrength: 0.5 };
      await outputsAt(
        { ...request, choices, point, scratchPath: '' },
        opened,
        previewRegion(opened.wide, point, framed),
      );
    },
    async close() {
      await Promise.all([pairs.clear(), networks.clear(), outputs.clear()]);
    },
  };
}

/** Where and with which floats the network runs. */
function placeOf({ device, precision = 'auto' }: Pick<EnhanceChoices, 'device' | 'precision'>): string {
  return `${device} ${precision}`;
}

/** As a result is written: the upright part in the wide's depth, turned from there. */
async function writeSpot(
  pixels: Float32Array,
  { core, part }: PreviewRegion,
  { straighten }: Framed,
  { wide }: OpenedSet,
  { scratchPath, signal }: SpotRequest,
): Promise<void> {
  const uprightPath = straighten === 0 ? scratchPath : `${scratchPath}.upright.tif`;
  try {
    const size = { width: 2 * part.width, height: 2 * part.height };
    const scratch = createScratchImage(uprightPath, { ...size, depth: wide.depth, profile: wide.profile });
    scratch.writeRows(quantise(pixels, wide.depth));
    scratch.finish();
    if (straighten === 0) return;
    const framed = { crop: core, straighten };
    await turnCrop({ photo: wide, framed, part, scale: 2, sourcePath: uprightPath, targetPath: scratchPath, signal });
  } finally {
    if (straighten !== 0) await rm(uprightPath, { force: true });
  }
}

/** Where a first click is likely: what the tele shows, else the middle of the crop. In pixels of the turned photo. */
function middleOf(registration: Registration | null, { crop, straighten }: Framed, { wide }: OpenedSet): Point {
  const overlap = registration?.overlap ?? [];
  if (overlap.length === 0) return { x: crop.x + crop.width / 2, y: crop.y + crop.height / 2 };
  return applyHomography(turnHomography(wide, straighten), meanOf(overlap));
}

function adjustmentsFor(choices: EnhanceChoices): Adjustments {
  const adjustments = adjustmentsOf(choices);
  return choices.useReference ? adjustments : { ...adjustments, referenceStrength: 0 };
}

function meanOf(points: readonly Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

function bytesOfPair({ bytes }: OpenedSet): number {
  // The bands that were compared are about as large as the photos again.
  return 2 * bytes;
}

function bytesOfOutputs({ withoutReference: without, withReference }: TileOutputs): number {
  const use = withReference?.use;
  const arrays = [without?.enhanced, withReference?.result.enhanced, use?.reference.pixels, use?.reference.validity];
  return arrays.reduce((sum, array) => sum + (array?.byteLength ?? 0), 0);
}
