import type { BatchSettings } from '#contract/batch';
import type { WireError } from '#contract/errors';
import { completeSettings, type ExportFormat } from '#contract/export-settings';
import type { PhotoSummary } from '#contract/photos';
import { noPhotoEdits, shownEdits, type PhotoEdits, type ScaleChoice, type TeleInUse } from '#contract/project-edits';
import { resultKey } from '#core/ground/disk/result-store';

/** One photo of a batch, and what is known of it before it is its turn. */
export interface BatchItem {
  /** The same for the same photos, place, model and settings: what a journal knows it by. */
  key: string;
  /** Absolute. */
  widePath: string;
  teles: readonly BatchTele[];
  /** The wide photo relative to the source, with '/'. */
  source: string;
  /** The path that a manifest asks for, relative to the output folder; null leaves it to the template. */
  wishedTarget: string | null;
  /** Null when the wide photo cannot be read. */
  wide: PhotoSummary | null;
  settings: BatchSettings;
  /** What a person edited of it. */
  edits: PhotoEdits;
  /** Why it cannot be done, known before its turn. */
  problem: WireError | null;
  /** Each tele by itself, which is done too when it turns out to be a stranger; none where that is not wanted. */
  telesAlone: readonly BatchItem[];
}

/** A tele of an item, and what a person did to it. */
export interface BatchTele extends Omit<TeleInUse, 'id'> {
  /** Absolute. */
  path: string;
  /** Null when it cannot be read. */
  photo: PhotoSummary | null;
}

/** What the stages need to know of an item; it goes through a queue as it is. */
export interface PipelineItem extends Pick<BatchItem, 'key' | 'source' | 'widePath' | 'settings' | 'edits'> {
  wide: PhotoSize | null;
  teles: readonly (Omit<BatchTele, 'photo'> & { photo: PhotoSize | null })[];
}

type PhotoSize = Pick<PhotoSummary, 'width' | 'height' | 'bitDepth'>;

/** How many times as wide and high its result is: what the batch says, else what a person chose for the photo. */
export function scaleOf({ settings, edits }: Pick<BatchItem, 'settings' | 'edits'>): ScaleChoice {
  return settings.scale ?? edits.scale;
}

/** What decides the picture that comes out, and nothing else. `weights` is the checksum of the model. */
export function keyOfItem(item: Omit<BatchItem, 'key' | 'telesAlone'>, weights: string): string {
  const { model, precision = 'auto', useReference, crop, output } = item.settings;
  const scale = scaleOf(item);
  // The time of a file is nothing of the picture, and was unknown to earlier versions.
  const finish = Object.fromEntries(
    Object.entries(completeSettings(output)).filter(([name]) => name !== 'keepsFileTime'),
  );
  const teles = item.teles.map(({ path, photo, ...laid }) => ({ id: photo?.id ?? path, ...laid }));
  const teleIds = teles.map(({ id }) => id);
  const photos = [item.wide?.id ?? item.widePath, ...(teleIds.length > 1 ? teleIds.toSorted() : [teleIds[0] ?? null])];
  const isPlain = teles.every(({ placement, isInFront }) => placement === null && (!isInFront || teles.length < 2));
  // How large it is is the batch's to say, see below.
  const edits = shownEdits({ ...item.edits, scale: 2 }, isPlain ? [] : teles);
  const edited = JSON.stringify(edits) === JSON.stringify(shownEdits(noPhotoEdits, [])) ? [] : [edits];
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

/** Bytes that the decoded photos take; several teles are opened one after the other. */
export function bytesToOpen({ wide, teles }: Pick<PipelineItem, 'wide' | 'teles'>): number {
  const bytesOf = (photo: PhotoSize | null): number =>
    photo === null ? 0 : photo.width * photo.height * 3 * (photo.bitDepth / 8);
  return bytesOf(wide) + Math.max(0, ...teles.map(({ photo }) => bytesOf(photo)));
}

/** Formats in which more than 8 bits are worth computing. */
const holdsDeep = new Set<ExportFormat>(['png', 'tiff', 'avif']);

/** Whether a file is wanted whose numbers are finer than those of an 8-bit photo. */
export function holdsMoreThan8Bits({ bitDepth, format }: BatchSettings['output']): boolean {
  return [10, 16].includes(Number(bitDepth)) && holdsDeep.has(format);
}

/** Its files, which are never written to. */
export function photosOf({ widePath, teles }: Pick<PipelineItem, 'widePath' | 'teles'>): string[] {
  return [widePath, ...teles.map(({ path }) => path)];
}
