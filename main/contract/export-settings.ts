import { z } from 'zod';
import type { Size } from './geometry.ts';

export const exportFormat = z.enum(['jpeg', 'png', 'tiff', 'webp', 'avif']);
export type ExportFormat = z.infer<typeof exportFormat>;

/** How large the picture is written: as enhanced (twice the photo), scaled to a long side, or to a share of the enhanced size. */
export const exportSize = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('double') }),
  z.object({ kind: z.literal('long-side'), pixels: z.int().min(16).max(100_000) }),
  z.object({ kind: z.literal('percent'), percent: z.number().min(1).max(100) }),
]);
export type ExportSize = z.infer<typeof exportSize>;

/** `keep` is the depth of the enhanced picture, as far as the format holds it. 10 is AVIF's, 16 is PNG's and TIFF's. */
export const exportDepth = z.union([z.literal('keep'), z.literal(8), z.literal(10), z.literal(16)]);
export type ExportDepth = z.infer<typeof exportDepth>;

export const exportProfile = z.enum(['keep', 'srgb', 'display-p3']);
export type ExportProfile = z.infer<typeof exportProfile>;

/** How strongly the finished size is sharpened for looking at it. */
export const exportSharpening = z.enum(['none', 'low', 'standard', 'high']);
export type ExportSharpening = z.infer<typeof exportSharpening>;

/** What is carried over of the photo's metadata; `copyright` is its author and rights alone. */
export const exportMetadata = z.enum(['all', 'copyright', 'none']);

/** Where the provenance map goes: nowhere, into `<name>.provenance.png` beside the picture, or into its XMP. */
export const exportProvenance = z.enum(['none', 'side-file', 'xmp']);
export type ProvenancePlace = z.infer<typeof exportProvenance>;

/** How an enhanced photo is written. What is absent is as in `defaultFinish`. */
export const exportSettings = z.object({
  format: exportFormat,
  /** 1 to 100; JPEG, WebP and AVIF only. */
  quality: z.int().min(1).max(100),
  /** Where the photo was taken; counts where the metadata is carried over at all. */
  keepGps: z.boolean(),
  size: exportSize.optional(),
  bitDepth: exportDepth.optional(),
  profile: exportProfile.optional(),
  sharpening: exportSharpening.optional(),
  metadata: exportMetadata.optional(),
  provenance: exportProvenance.optional(),
  /** Spends time on a smaller file of the same quality; JPEG only. */
  isCompact: z.boolean().optional(),
  /** Whether the file gets the time of the photo's file; otherwise that of its making. */
  keepsFileTime: z.boolean().optional(),
});
export type ExportSettings = z.infer<typeof exportSettings>;

/** What a file will be. */
export interface FileFacts extends Size {
  /** Bits per channel. */
  depth: 8 | 10 | 16;
  /** Name of the colour profile. */
  profile: string;
  /** About how many, without what is said beside the picture. */
  bytes: number;
}

/** The enhanced picture as it is, with everything that is known of it. */
export const defaultFinish = {
  size: { kind: 'double' },
  bitDepth: 'keep',
  profile: 'keep',
  sharpening: 'none',
  metadata: 'all',
  provenance: 'none',
  isCompact: false,
  keepsFileTime: false,
} as const satisfies Partial<ExportSettings>;

/** With nothing absent. */
export type CompleteExportSettings = { [Name in keyof ExportSettings]-?: Exclude<ExportSettings[Name], undefined> };

export function completeSettings(settings: ExportSettings): CompleteExportSettings {
  return {
    ...settings,
    size: settings.size ?? defaultFinish.size,
    bitDepth: settings.bitDepth ?? defaultFinish.bitDepth,
    profile: settings.profile ?? defaultFinish.profile,
    sharpening: settings.sharpening ?? defaultFinish.sharpening,
    metadata: settings.metadata ?? defaultFinish.metadata,
    provenance: settings.provenance ?? defaultFinish.provenance,
    isCompact: settings.isCompact ?? defaultFinish.isCompact,
    keepsFileTime: settings.keepsFileTime ?? defaultFinish.keepsFileTime,
  };
}

export const defaultExportSettings: ExportSettings = { format: 'jpeg', quality: 92, keepGps: true };

/** The usual file ending per format. */
export const fileEnding: Record<ExportFormat, string> = {
  jpeg: 'jpg',
  png: 'png',
  tiff: 'tif',
  webp: 'webp',
  avif: 'avif',
};
