import { extname } from 'node:path';
import { AppError } from '#contract/errors';
import { fileEnding, type ExportFormat, type ExportSettings } from '#contract/export-settings';
import type { Rectangle } from '#contract/geometry';
import { say, type Said } from '#contract/messages';
import type { ProcessingNote } from '#core/photos/metadata/processing-xmp';
import { writeImage } from '#core/photos/files/write-image';

/**
 * Writes a finished enhancement (the scratch picture at `scratchPath`) to `targetPath` in the chosen format, with the
 * metadata of the wide photo. Refuses a name that says another format and any of `originals` (paths). Whole or not at all.
 */
export async function exportPhoto(options: {
  scratchPath: string;
  targetPath: string;
  settings: ExportSettings;
  /** Path of the original wide photo. */
  metadataFrom: string;
  originals: readonly string[];
  /** Name and version, for the EXIF. */
  software: string;
  /** What was done, for the XMP. */
  note?: ProcessingNote;
  /** The part of the wide photo that was enhanced, in upright pixels; null or absent for all of it. */
  crop?: Rectangle | null;
  /** Degrees; not at all unless told. */
  straighten?: number | undefined;
  /** Where the unfinished file lies, on the target's disk; the target's own folder unless told. */
  temporaryFolder?: string;
  /** Told, in words, of anything that the file cannot hold. */
  onLoss?: (loss: Said) => void;
  /** Called with the whole file before it gets its name; what it throws keeps it from there. */
  beforePlacing?: (path: string) => Promise<void>;
  signal: AbortSignal;
}): Promise<void> {
  const { originals, targetPath, settings, signal, ...rest } = options;
  signal.throwIfAborted();
  checkEnding(targetPath, settings.format);
  await writeImage({ ...rest, targetPath, settings, never: originals, signal });
}

const formatOfEnding: Record<string, ExportFormat> = {
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.png': 'png',
  '.tif': 'tiff',
  '.tiff': 'tiff',
  '.webp': 'webp',
  '.avif': 'avif',
};

/** An ending that no format owns is the person's own choice. */
function checkEnding(targetPath: string, format: ExportFormat): void {
  const ending = extname(targetPath).toLowerCase();
  const said = formatOfEnding[ending];
  if (said === undefined || said === format) return;
  throw new AppError(
    'invalid-request',
    say('writing.other-ending', { ending: fileEnding[format], format, received: ending, said }),
  );
}
