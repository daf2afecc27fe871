import { say, type Said } from '#contract/messages';
import type { PhotoSummary } from '#contract/photos';
import type { Pair } from '#contract/project-document';
import type { PixelImage } from '#core/photos/pixel-image';
import { readImage } from '#core/photos/files/read-image';
import { readPhotoSummary } from '#core/photos/metadata/photo-metadata';
import { isDigitalZoom } from '#core/pairs/registering/same-lens';
import { zoomHintOf } from '#core/pairs/registering/zoom-hint';

/** Where the photos of a pair lie; the teles in the order of their ids. */
export interface PairFiles {
  widePath: string;
  telePaths: string[];
}

/** The file of one of a pair's teles. */
export function telePathOf({ telePaths }: PairFiles, { teleIds }: Pick<Pair, 'teleIds'>, teleId: string): string {
  return telePaths[teleIds.indexOf(teleId)] ?? '';
}

/** A wide photo, and what EXIF says of it. */
export interface ReadWide {
  image: PixelImage;
  facts: PhotoSummary;
}

/** A tele, in the wide's colour profile. */
export interface ReadTele {
  tele: PixelImage;
  /** What EXIF says of the zoom, for the registration. */
  zoomHint: number | null;
  /** Whether EXIF says that the tele is no telephoto's, but an enlarged part of what the wide's lens showed. */
  isDigitalZoom: boolean;
}

interface ReadOptions {
  /** In pixels, of each photo. */
  pixelLimit: number;
  signal: AbortSignal;
}

/** Reads a wide photo. Throws an `AppError` that names it when it cannot be read. */
export async function readWide({ widePath, ...options }: ReadOptions & { widePath: string }): Promise<ReadWide> {
  const facts = await readPhotoSummary(widePath);
  return { image: await readImage(widePath, options), facts };
}

/** Reads a tele of a wide photo. Throws an `AppError` that names it when it cannot be read. */
export async function readTele(
  { image, facts }: ReadWide,
  { telePath, ...options }: ReadOptions & { telePath: string },
): Promise<ReadTele> {
  const teleFacts = await readPhotoSummary(telePath);
  return {
    tele: await readImage(telePath, { ...options, profile: image.profile }),
    zoomHint: zoomHintOf(facts, teleFacts),
    isDigitalZoom: isDigitalZoom(facts, teleFacts),
  };
}

/** Reads two photos. Throws an `AppError` that names the one that cannot be read. */
export async function readPair({
  report,
  ...options
}: ReadOptions & {
  widePath: string;
  telePath: string;
  report: (fraction: number, label: Said) => void;
}): Promise<ReadTele & { wide: PixelImage }> {
  report(0, say('enhancing.reading-wide'));
  const wide = await readWide(options);
  report(0.5, say('enhancing.reading-tele'));
  return { wide: wide.image, ...(await readTele(wide, options)) };
}
