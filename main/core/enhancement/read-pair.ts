import { say, type Said } from '#contract/messages';
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

/** Two photos, the tele in the wide's colour profile. */
export interface ReadPair {
  wide: PixelImage;
  tele: PixelImage;
  /** What EXIF says of the zoom, for the registration. */
  zoomHint: number | null;
  /** Whether EXIF says that the tele is no telephoto's, but an enlarged part of what the wide's lens showed. */
  isDigitalZoom: boolean;
}

/** Reads both photos. Throws an `AppError` that names the one that cannot be read. `pixelLimit` counts for each, in pixels. */
export async function readPair(options: {
  widePath: string;
  telePath: string;
  pixelLimit: number;
  signal: AbortSignal;
  report: (fraction: number, label: Said) => void;
}): Promise<ReadPair> {
  const { widePath, telePath, pixelLimit, signal, report } = options;
  report(0, say('enhancing.reading-wide'));
  const wideFacts = await readPhotoSummary(widePath);
  const teleFacts = await readPhotoSummary(telePath);
  const wide = await readImage(widePath, { pixelLimit, signal });
  report(0.5, say('enhancing.reading-tele'));
  const tele = await readImage(telePath, { pixelLimit, profile: wide.profile, signal });
  return {
    wide,
    tele,
    zoomHint: zoomHintOf(wideFacts, teleFacts),
    isDigitalZoom: isDigitalZoom(wideFacts, teleFacts),
  };
}
