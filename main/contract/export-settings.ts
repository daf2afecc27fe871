import { z } from 'zod';

export const exportFormat = z.enum(['jpeg', 'png', 'tiff', 'webp', 'avif']);
export type ExportFormat = z.infer<typeof exportFormat>;

/** How an enhanced photo is written. */
export const exportSettings = z.object({
  format: exportFormat,
  /** 1 to 100; JPEG, WebP and AVIF only. */
  quality: z.int().min(1).max(100),
  keepGps: z.boolean(),
});
export type ExportSettings = z.infer<typeof exportSettings>;

export const defaultExportSettings: ExportSettings = { format: 'jpeg', quality: 92, keepGps: true };

/** The usual file ending per format. */
export const fileEnding: Record<ExportFormat, string> = {
  jpeg: 'jpg',
  png: 'png',
  tiff: 'tif',
  webp: 'webp',
  avif: 'avif',
};
