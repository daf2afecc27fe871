import { AppError } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import { slice, type Report } from '#core/ground/waiting/progress';
import { createSemaphore, type Semaphore } from '#core/ground/waiting/semaphore';
import { writePicture } from '#core/enhancement/process/held-pair';
import { withScratchFile } from '#core/ground/disk/scratch-file';
import { bytesToOpen, scaleOf, type PipelineItem } from './batch-item.ts';
import {
  bytesToEnhance,
  bytesToWrite,
  enhanceItem,
  openItem,
  writeItem,
  type EnhancedItem,
  type OpenedItem,
  type PlacedFile,
  type WritableItem,
  type StageTools,
} from './batch-stages.ts';
import type { DiskRoom } from './disk-room.ts';
import type { PairInWork } from './pair-pool.ts';

export interface PipelineOptions {
  outputFolder: string;
  /** Relative to the output folder. */
  target: string;
  originals: readonly string[];
  /** Called with the file whole and on the disk, before it gets its name. */
  beforePlacing: (file: PlacedFile) => Promise<void>;
  signal: AbortSignal;
  report: Report;
}

export interface PipelineResult extends PlacedFile {
  losses: Said[];
  /** For which the device worked. */
  deviceMilliseconds: number;
  /** The places of the teles that do not show what the wide shows. */
  strangers: readonly number[];
}

/** The way of many photos through reading, inferring and writing: one has the device while others are read or written. */
export interface ItemPipeline {
  /** Who runs an item must have a turn, and gives it back afterwards. */
  readonly places: Semaphore;
  run(item: PipelineItem, options: PipelineOptions): Promise<PipelineResult>;
}

/**
 * As many photos are on the way as the pool has places, so the memory of a pipeline does not depend on how much goes through it;
 * photos that together are larger than the memory budget are opened one by one.
 */
export function createItemPipeline(options: {
  tools: StageTools;
  scratchFolder: string;
  room: DiskRoom;
  /** Whether pictures that were made stay for being looked at. */
  keepsPictures?: boolean;
}): ItemPipeline {
  const { tools, scratchFolder, room, keepsPictures = false } = options;
  const device = tools.device ?? createSemaphore(1);
  /** Bytes of photos that are opened and not yet enhanced. */
  const pixels = createSemaphore(tools.memoryBudget);

  async function enhance(
    item: PipelineItem,
    opened: OpenedItem,
    scratchPath: string,
    { signal, report }: PipelineOptions,
  ): Promise<EnhancedItem> {
    const giveDevice = await device.take({ signal });
    try {
      const { output } = item.settings;
      const { depth } = opened.pair.wide;
      const scratchBytes = bytesToEnhance(opened.pair.wide, output.bitDepth === 16 ? 16 : depth, scaleOf(item));
      return await room.retry(scratchFolder, scratchBytes, signal, () =>
        enhanceItem(item, opened, scratchPath, tools, { signal, report: slice(0.15, 0.9, report) }),
      );
    } finally {
      giveDevice();
    }
  }

  async function write(
    item: PipelineItem,
    writePicture: PairInWork['write'],
    enhanced: WritableItem,
    options: PipelineOptions & { scratchPath: string },
  ): Promise<PipelineResult> {
    const { outputFolder, signal, report } = options;
    report(0.9, say('writing.photo'));
    const { bitDepth, format } = item.settings.output;
    const needed = bytesToWrite(enhanced.report.output, bitDepth === 8 ? 8 : 16, format);
    let placed: PlacedFile = { sha256: '', bytes: 0 };
    const beforePlacing = async (file: PlacedFile): Promise<void> => {
      placed = file;
      await options.beforePlacing(file);
    };
    const { losses } = await room.retry(outputFolder, needed, signal, () =>
      writeItem(item, writePicture, enhanced, { ...options, beforePlacing }),
    );
    const { milliseconds, registration, teles = [{ registration }] } = enhanced.report;
    const strangers = teles.flatMap((tele, place) => (tele.registration?.verdict === 'failed' ? [place] : []));
    return { ...placed, losses, deviceMilliseconds: milliseconds.infer, strangers };
  }

  async function run(item: PipelineItem, scratchPath: string, options: PipelineOptions): Promise<PipelineResult> {
    const { signal, report } = options;
    const givePixels = await pixels.take({ weight: bytesToOpen(item), signal });
    try {
      const opened = await openItem(item, scratchPath, tools, { signal, report: slice(0, 0.15, report) });
      try {
        const enhanced = await enhance(item, opened, scratchPath, options);
        givePixels();
        const written = await write(item, opened.pair.write, enhanced, { ...options, scratchPath });
        if (keepsPictures) await tools.kept?.keep(item, enhanced, scratchPath);
        return written;
      } finally {
        opened.pair.release();
      }
    } finally {
      givePixels();
    }
  }

  /** What was made already is only written; null when it was not. */
  async function reuse(item: PipelineItem, options: PipelineOptions): Promise<PipelineResult | null> {
    const made = (await tools.kept?.find(item)) ?? null;
    if (made === null) return null;
    const result = await write(
      item,
      writePicture,
      { ...made, losses: [] },
      { ...options, scratchPath: made.scratchPath },
    );
    return { ...result, deviceMilliseconds: 0 };
  }

  /** A driver that takes its process along takes one attempt: the next one begins anew, on whatever device still works. */
  async function runOrRepeat(
    item: PipelineItem,
    scratchPath: string,
    options: PipelineOptions,
  ): Promise<PipelineResult> {
    try {
      return await run(item, scratchPath, options);
    } catch (error) {
      options.signal.throwIfAborted();
      if (!(error instanceof AppError) || error.code !== 'device-unavailable') throw error;
      return run({ ...item, settings: { ...item.settings, device: 'auto' } }, scratchPath, options);
    }
  }

  return {
    places: createSemaphore(tools.pool.places),
    run: async (item, itemOptions) =>
      (await reuse(item, itemOptions)) ??
      withScratchFile(scratchFolder, '.tif', (scratchPath) => runOrRepeat(item, scratchPath, itemOptions)),
  };
}
