import type { BatchSettings } from '#contract/batch';
import type { WireError } from '#contract/errors';
import { completeSettings, type ExportFormat } from '#contract/export-settings';
import type { PhotoSummary } from '#contract/photos';
import { noEdits, shownEdits, type PairEdits } from '#contract/project-edits';
import { resultKey } from '#core/ground/disk/result-store';

/** One photo of a batch, and what is known of it before it is its turn. */
export interface BatchItem {
  /** The same for the same photos, place, model and settings: what a journal knows it by. */
  key: string;
  /** Absolute. */
  widePath: string;
  telePath: string | null;
  /** The wide photo relative to the source, with '/'. */
  source: string;
  /** The path that a manifest asks for, relative to the output folder; null leaves it to the template. */
  wishedTarget: string | null;
  /** Null when the wide photo cannot be read. */
  wide: PhotoSummary | null;
  tele: PhotoSummary | null;
  settings: BatchSettings;
  /** What a person edited of it. */
  edits: PairEdits;
  /** Why it cannot be done, known before its turn. */
  problem: WireError | null;
  /** The tele by itself, which is done too when the two turn out to be strangers; null where that is not wanted. */
  teleAlone: BatchItem | null;
}

/** What the stages need to know of an item; it goes through a queue as it is. */
export interface PipelineItem extends Pick<
  BatchItem,
  'key' | 'source' | 'widePath' | 'telePath' | 'settings' | 'edits'
> {
  wide: PhotoSize | null;
  tele: PhotoSize | null;
}

type PhotoSize = Pick<PhotoSummary, 'width' | 'height' | 'bitDepth'>;

/** What decides the picture that comes out, and nothing else. `weights` is the checksum of the model. */
export function keyOfItem(item: Omit<BatchItem, 'key' | 'teleAlone'>, weights: string): string {
  const { model, precision = 'auto', scale = 2, useReference, crop, output } = item.settings;
  // The time of a file is nothing of the picture, and was unknown to earlier versions.
  const finish = Object.fromEntries(
    Object.entries(completeSettings(output)).filter(([name]) => name !== 'keepsFileTime'),
  );
  const photos = [item.wide?.id ?? item.widePath, item.tele?.id ?? item.telePath];
  const edits = shownEdits(item.edits);
  const edited = JSON.stringify(edits) === JSON.stringify(shownEdits(noEdits)) ? [] : [edits];
  return resultKey(
    item.source,
    photos,
    model,
    weights,
    useReference,
    crop,
    inOrder(finish),
    ...edited,
    // Devices give the same picture, whatever they choose to compute with; who chooses for them wants another one.
    ...(precision === 'auto' ? [] : [precision]),
    ...(scale === 2 ? [] : [{ scale }]),
  );
}

/** Settings are the same whichever of them was said first. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, part]) => [name, inOrder(part)]);
}

/** Bytes that the decoded photos take. */
export function bytesToOpen({ wide, tele }: Pick<PipelineItem, 'wide' | 'tele'>): number {
  const bytesOf = (photo: PhotoSize | null): number =>
    photo === null ? 0 : photo.width * photo.height * 3 * (photo.bitDepth / 8);
  return bytesOf(wide) + bytesOf(tele);
}

/** Formats in which more than 8 bits are worth computing. */
const holdsDeep = new Set<ExportFormat>(['png', 'tiff', 'avif']);

/** Whether a file is wanted whose numbers are finer than those of an 8-bit photo. */
export function holdsMoreThan8Bits({ bitDepth, format }: BatchSettings['output']): boolean {
  return [10, 16].includes(Number(bitDepth)) && holdsDeep.has(format);
}

/** Its files, which are never written to. */
export function photosOf({ widePath, telePath }: Pick<BatchItem, 'widePath' | 'telePath'>): string[] {
  return telePath === null ? [widePath] : [widePath, telePath];
}
