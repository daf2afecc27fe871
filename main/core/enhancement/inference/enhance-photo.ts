import type { EnhancementReport } from '#contract/enhancement';
import { AppError, type ErrorCode } from '#contract/errors';
import type { Homography, Rectangle, Size } from '#contract/geometry';
import { say, type Said } from '#contract/messages';
import type { ChosenPrecision, DeviceName } from '#contract/models';
import type { BitDepth } from '#contract/photos';
import type { Registration } from '#contract/registration';
import type { PixelImage } from '#core/photos/pixel-image';
import { createScratchImage } from '#core/photos/scratch/scratch-image';
import type { LoadedModel } from '#core/models/model-registry';
import { classifyRuntimeError } from '#core/runtime/classify-runtime-error';
import { openModelSession } from '#core/runtime/model-session';
import { createTileBlender, type TileBlender } from './blend-tiles.ts';
import { chooseTileSize, nextSmallerTileSize } from './choose-tile-size.ts';
import { bytesForTiles } from './memory-need.ts';
import { countTiles, planTiles, type Tile, type TilePlan } from './plan-tiles.ts';
import { runTile, adjustmentsOf, finishTile, type Adjustments } from './enhance-tile.ts';
import { createProvenanceRecorder, type ProvenanceMap, type ProvenanceRecorder } from './provenance-map.ts';
import { quantise } from './quantise.ts';
import { preparePhoto, type PreparedPhoto } from './prepare-photo.ts';
import type { References } from './references.ts';
import { openTileNetwork, type TileNetwork } from './tile-network.ts';

export interface EnhanceOptions {
  wide: PixelImage;
  /** In the wide's colour profile; null when there is none. */
  tele: PixelImage | null;
  registration: Registration | null;
  model: LoadedModel;
  device: DeviceName;
  deviceReason: Said;
  /** Full unless told. */
  precision?: ChosenPrecision | undefined;
  /** In upright wide pixels; null for the whole photo. */
  crop: Rectangle | null;
  useReference: boolean;
  /** 0 to 1: how much of what the reference changes is kept; all of it unless told. */
  referenceStrength?: number | undefined;
  /** 0 to 1: how strongly the result is denoised; not at all unless told. */
  denoise?: number | undefined;
  /** What the enhancement may use beside the photos, in bytes. */
  memoryBudget: number;
  /** Where the result is written: exactly twice the crop's size, with the wide's depth and profile. */
  scratchPath: string;
  /** What is written of it, from its top left; all unless told. */
  output?: Size | undefined;
  signal?: AbortSignal;
  report?: (fraction: number, label: Said) => void;
  /** Is shown each tile as soon as it is done. */
  show?: ShowPart | undefined;
  /** Bits of the result; those of the wide unless told. */
  depth?: BitDepth | undefined;
  /** What `preparePhoto` gave for the same photos, model and choice of reference; made here unless told. */
  prepared?: PreparedPhoto | undefined;
  /** How sessions are made; the runtime's own unless told. */
  openSession?: typeof openModelSession;
  /** The device that goes on when the one that runs is lost; without it, or when it rejects, the loss ends the enhancement. */
  nextDevice?:
    ((lost: DeviceName) => Promise<{ device: DeviceName; reason: Said; precision?: ChosenPrecision }>) | undefined;
}

/** Is shown a part of the result, 8 bit in the wide's profile, and where it lies: its pixels to those of the upright wide photo. */
export type ShowPart = (part: PixelImage, toWide: Homography) => void;

/** The parts of an enhancement's report that only the enhancement knows. */
export type EnhanceFacts = Pick<
  EnhancementReport,
  | 'crop'
  | 'straighten'
  | 'output'
  | 'model'
  | 'device'
  | 'deviceReason'
  | 'precision'
  | 'precisionReason'
  | 'reference'
  | 'tiles'
  | 'provenance'
> & { milliseconds: Pick<EnhancementReport['milliseconds'], 'prepare' | 'infer'> };

/**
 * Enhances the wide photo, or a part of it, tile by tile into the scratch image, which holds the whole result when this resolves
 * and is gone when it rejects. Tiles that run out of memory shrink, a device that is lost gives way to the next one, and their row is
 * done again. Rejects with the signal's
 * reason when cancelled, with AppError `invalid-request` for a crop outside the photo, and with what a `ModelSession` throws.
 */
export async function enhancePhoto(
  options: EnhanceOptions,
): Promise<{ facts: EnhanceFacts; provenance: ProvenanceMap }> {
  const { wide, model } = options;
  const report = forwards(options.report);
  const crop = checkedCrop(options.crop, wide);
  const adjustments = adjustmentsOf(options);
  report(0, say('enhancing.comparing'));
  const { references, reason, milliseconds } = options.prepared ?? (await preparePhoto(options));

  const prepared = performance.now();
  const depth = options.depth ?? wide.depth;
  const whole = { width: 2 * crop.width, height: 2 * crop.height };
  const output = options.output ?? whole;
  const cut = cutRows(whole.width, output);
  const scratch = createScratchImage(options.scratchPath, { ...output, depth, profile: wide.profile });
  const work: Work = {
    ...options,
    crop,
    references,
    adjustments,
    precision: options.precision ?? fullPrecision,
    report,
    openSession: options.openSession ?? openModelSession,
    blender: createTileBlender(crop),
    provenance: createProvenanceRecorder(crop, references?.overlaps ?? []),
    write: (values) => scratch.writeRows(quantise(cut(values), depth)),
  };
  try {
    const tiles = await enhanceRows(work);
    scratch.finish();
    const provenance = work.provenance.finish();
    const facts: EnhanceFacts = {
      crop,
      output,
      model: model.summary.id,
      device: work.device,
      deviceReason: work.deviceReason,
      precision: work.precision.precision,
      precisionReason: work.precision.reason,
      reference: describeUse(reason, tiles, references !== null),
      tiles,
      provenance: provenance.shares,
      milliseconds: { prepare: milliseconds, infer: Math.round(performance.now() - prepared) },
    };
    return { facts, provenance };
  } catch (error) {
    scratch.discard();
    throw error;
  }
}

interface Work extends Pick<EnhanceOptions, 'wide' | 'model' | 'memoryBudget' | 'signal' | 'nextDevice' | 'show'> {
  /** Another one after a loss. */
  device: DeviceName;
  deviceReason: Said;
  precision: ChosenPrecision;
  crop: Rectangle;
  references: References | null;
  adjustments: Adjustments;
  report: (fraction: number, label: Said) => void;
  openSession: typeof openModelSession;
  blender: TileBlender;
  provenance: ProvenanceRecorder;
  write: (values: Float32Array) => void;
}

/** Where nobody chose, and so had no reason. */
const fullPrecision: ChosenPrecision = { precision: 'full', reason: [] };

type TileCounts = EnhancementReport['tiles'];

/** Row by row, with smaller tiles from the row on that ran out of memory. */
async function enhanceRows(work: Work): Promise<TileCounts> {
  const { crop, wide, model, memoryBudget } = work;
  const counts: TileCounts = { count: 0, size: 0, withReference: 0 };
  let tileSize = chooseTileSize(memoryBudget, (size) => bytesForTiles(model.configuration.name, size, wide.width));
  let y = crop.y;
  while (y < crop.y + crop.height) {
    const plan = planTiles({ crop, tileSize, photo: wide, from: y });
    const size = { width: plan.tileWidth, height: plan.tileHeight };
    const network = openTileNetwork({ ...work, precision: work.precision.precision, size });
    try {
      for await (const done of enhancePlan(work, plan, network, (y - crop.y) / crop.height)) {
        y = done.bottom;
        counts.count += done.tiles;
        counts.withReference += done.withReference;
      }
      counts.size = Math.max(plan.tileWidth, plan.tileHeight);
    } catch (error) {
      if (codeOf(error) === 'device-unavailable') await goOnElsewhere(work, error);
      else tileSize = smallerTileSize(plan, error);
      work.blender.restartRow();
    } finally {
      await network.close();
    }
  }
  return counts;
}

/** The size to go on with when memory ran out; throws the error when it was something else or nothing smaller is left. */
function smallerTileSize(plan: TilePlan, error: unknown): number {
  const smaller = nextSmallerTileSize(Math.max(plan.tileWidth, plan.tileHeight));
  if (codeOf(error) !== 'out-of-memory' || smaller === null) throw error;
  return smaller;
}

/** Puts the next device in the place of the one that was lost; throws the error when there is none. */
async function goOnElsewhere(work: Work, error: unknown): Promise<void> {
  const next = await work.nextDevice?.(work.device).catch(() => undefined);
  if (next === undefined || next.device === work.device) throw error;
  work.device = next.device;
  work.deviceReason = next.reason;
  work.precision = next.precision ?? fullPrecision;
}

/** Does the rows of a plan and tells after each one that it is written. */
async function* enhancePlan(
  work: Work,
  plan: TilePlan,
  network: TileNetwork,
  startFraction: number,
): AsyncGenerator<{ bottom: number; tiles: number; withReference: number }> {
  const { wide, references, adjustments, signal, report, blender, provenance } = work;
  await references?.look(plan.rows.flatMap(({ tiles }) => tiles.map(({ input }) => input)));
  const rows = plan.rows.map((row) => ({
    ...row,
    tiles: row.tiles.map((tile) => ({ tile, views: references?.viewsFor(tile.input) ?? [] })),
  }));
  const costOfBoth = 1 + (adjustments.referenceStrength < 1 ? costWithoutReference : 0);
  const costOf = (views: readonly unknown[]): number => (views.length === 0 ? costWithoutReference : costOfBoth);
  const total = rows.flatMap((row) => row.tiles).reduce((sum, { views }) => sum + costOf(views), 0);
  let cost = 0;
  let number = 0;
  for (const row of rows) {
    for (const { tile, views } of row.tiles) {
      signal?.throwIfAborted();
      number += 1;
      report(
        startFraction + ((1 - startFraction) * cost) / total,
        say('enhancing.tile', { done: number, all: countTiles(plan) }),
      );
      const { input } = tile;
      const outputs = await runTile({ wide, references, network, input, views, adjustments });
      const { enhanced, use } = finishTile(outputs, input, adjustments);
      blender.add(tile, enhanced);
      work.show?.(coreOf(tile, enhanced, wide.profile), [0.5, 0, tile.core.x, 0, 0.5, tile.core.y, 0, 0, 1]);
      provenance.add(tile, use);
      cost += costOf(views);
    }
    signal?.throwIfAborted();
    const bottom = row.y + row.height;
    work.write(blender.finishRow(bottom).values);
    yield { bottom, tiles: row.tiles.length, withReference: row.tiles.filter(({ views }) => views.length > 0).length };
  }
  report(1, say('enhancing.enhanced'));
}

/** What a tile answers for, as a picture; `enhanced` is [3, 2 height, 2 width] of its input. */
function coreOf({ core, input }: Tile, enhanced: Float32Array, profile: Uint8Array | null): PixelImage {
  const size = { width: 2 * core.width, height: 2 * core.height };
  const plane = enhanced.length / 3;
  const values = new Float32Array(3 * size.width * size.height);
  for (let y = 0; y < size.height; y += 1) {
    const from = (y + 2 * (core.y - input.y)) * 2 * input.width + 2 * (core.x - input.x);
    for (let x = 0; x < size.width; x += 1)
      for (let channel = 0; channel < 3; channel += 1)
        values[3 * (y * size.width + x) + channel] = enhanced[channel * plane + from + x] ?? 0;
  }
  return { ...size, depth: 8, data: quantise(values, 8), profile };
}

/** Of a tile without reference, against one with. */
const costWithoutReference = 0.52;

/** Of rows of pixels that come one after the other, `width` in each, what lies in `output`. */
function cutRows(width: number, output: Size): (values: Float32Array) => Float32Array {
  let left = output.height;
  return (values) => {
    const rows = Math.min(left, values.length / (3 * width));
    left -= rows;
    if (output.width === width) return values.subarray(0, 3 * width * rows);
    const kept = new Float32Array(3 * output.width * rows);
    for (let row = 0; row < rows; row += 1)
      kept.set(values.subarray(3 * width * row, 3 * (width * row + output.width)), 3 * output.width * row);
    return kept;
  };
}

/** A row that is laid again has been reported before; progress waits until it is past it. */
function forwards(report: EnhanceOptions['report'] = () => undefined): (fraction: number, label: Said) => void {
  let highest = 0;
  return (fraction, label) => {
    highest = Math.max(highest, fraction);
    report(highest, label);
  };
}

function checkedCrop(crop: Rectangle | null, { width, height }: PixelImage): Rectangle {
  const { x, y, ...size } = crop ?? { x: 0, y: 0, width, height };
  const whole = [x, y, size.width, size.height].every(Number.isInteger) && x >= 0 && y >= 0;
  if (whole && size.width > 0 && size.height > 0 && x + size.width <= width && y + size.height <= height)
    return { x, y, ...size };
  throw new AppError(
    'invalid-request',
    say('enhancing.crop-outside', {
      photo: `${width}x${height}`,
      degrees: 0,
      crop: `${size.width}x${size.height}`,
      at: `(${x}, ${y})`,
    }),
  );
}

function describeUse(reason: Said, tiles: TileCounts, isUsable: boolean): EnhancementReport['reference'] {
  if (!isUsable || tiles.withReference > 0) return { used: isUsable, reason };
  return { used: false, reason: [reason, say('enhancing.tele-unlike')] };
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : classifyRuntimeError(error);
}
