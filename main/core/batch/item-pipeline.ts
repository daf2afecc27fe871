import { slice, type Report } from '#core/jobs/progress';
import { withScratchFile } from '#core/storage/scratch-file';
import { bytesToOpen, type PipelineItem } from './batch-item.ts';
import {
  bytesToWrite,
  enhanceItem,
  openItem,
  writeItem,
  type EnhancedItem,
  type PlacedFile,
  type StageTools,
} from './batch-stages.ts';
import type { DiskRoom } from './disk-room.ts';
import { createPixelBudget } from './pixel-budget.ts';
import { createTurns, type Turns } from './turns.ts';

export interface PipelineOptions {
  outputFolder: string;
  /** Relative to the output folder. */
  target: string;
  originals: readonly string[];
  /** Called with the file whole and on the disk, before it gets its name. */
  beforePlacing: (file: PlacedFile) => Promise<void>;
  /** Gives back the turn of `opening` that the caller took for this item. */
  giveOpening: () => void;
  signal: AbortSignal;
  report: Report;
}

export interface PipelineResult extends PlacedFile {
  losses: string[];
  /** For which the device worked. */
  deviceMilliseconds: number;
}

/** The way of one photo after the other through reading, inferring and writing, each stage busy with another photo. */
export interface ItemPipeline {
  /** Who has the turn may begin an item: it is read while the one before it infers. */
  readonly opening: Turns;
  run(item: PipelineItem, options: PipelineOptions): Promise<PipelineResult>;
}

/**
 * How many photos are read ahead. The network blocks the thread while it works on a tile, so what a photo needs of this thread waits for the gaps
 * between tiles; two at once make twice as much of each gap.
 */
const ahead = 2;
/** How many files are encoded at once: one may lag behind while the next is finished. */
const writers = 2;

/**
 * At most two photos are opened ahead, one infers and two are written, so the memory of a pipeline does not depend on how much goes
 * through it; photos that together are larger than the memory budget are opened one by one.
 */
export function createItemPipeline(options: {
  tools: StageTools;
  scratchFolder: string;
  room: DiskRoom;
}): ItemPipeline {
  const { tools, scratchFolder, room } = options;
  const device = createTurns(1);
  const writing = createTurns(writers);
  const pixels = createPixelBudget(tools.memoryBudget);

  /** The pixels are free again when this is through; the device is still held, so that writers cannot fall behind for ever. */
  async function enhance(
    item: PipelineItem,
    scratchPath: string,
    { giveOpening, signal, report }: PipelineOptions,
  ): Promise<{ enhanced: EnhancedItem; giveDevice: () => void }> {
    const givePixels = await pixels.take(bytesToOpen(item), signal);
    let giveDevice = (): void => undefined;
    try {
      const ready = await openItem(item, tools, { signal, report: slice(0, 0.15, report) });
      giveDevice = await device.take(signal);
      giveOpening();
      const { width, height, depth } = ready.opened.wide;
      const scratchBytes = 12 * width * height * (item.settings.output.bitDepth === 16 ? 2 : depth / 8);
      const enhanced = await room.retry(scratchFolder, scratchBytes, signal, () =>
        enhanceItem(item, ready, { ...tools, scratchPath, signal, report: slice(0.15, 0.9, report) }),
      );
      return { enhanced, giveDevice };
    } catch (error) {
      giveDevice();
      throw error;
    } finally {
      givePixels();
    }
  }

  async function write(
    item: PipelineItem,
    enhanced: EnhancedItem,
    scratchPath: string,
    { outputFolder, target, originals, beforePlacing, signal, report }: PipelineOptions,
  ): Promise<PipelineResult> {
    report(0.9, 'Writing the photo');
    const { bitDepth, format } = item.settings.output;
    const needed = bytesToWrite(enhanced.report.output, bitDepth === 8 ? 8 : 16, format);
    let placed: PlacedFile = { sha256: '', bytes: 0 };
    const { losses } = await room.retry(outputFolder, needed, signal, () =>
      writeItem(item, enhanced, {
        scratchPath,
        outputFolder,
        target,
        originals,
        signal,
        beforePlacing: async (file) => {
          placed = file;
          await beforePlacing(file);
        },
      }),
    );
    return { ...placed, losses, deviceMilliseconds: enhanced.report.milliseconds.infer };
  }

  return {
    opening: createTurns(ahead),
    run: (item, itemOptions) =>
      withScratchFile(scratchFolder, '.tif', async (scratchPath) => {
        const { enhanced, giveDevice } = await enhance(item, scratchPath, itemOptions);
        const giveWriting = await writing.take(itemOptions.signal).finally(giveDevice);
        try {
          return await write(item, enhanced, scratchPath, itemOptions);
        } finally {
          giveWriting();
        }
      }),
  };
}
