import type { ExportFormat, ExportSettings } from '#contract/export-settings';

type ProvenancePlace = NonNullable<ExportSettings['provenance']>;

export const save = {
  title: 'Save',
  format: 'Format',
  formats: {
    jpeg: 'JPEG',
    png: 'PNG',
    tiff: 'TIFF',
    webp: 'WebP',
    avif: 'AVIF',
  } satisfies Record<ExportFormat, string>,
  formatHints: {
    jpeg: 'Opens everywhere, small',
    png: 'Lossless, larger',
    tiff: 'Lossless, for editing',
    webp: 'Small, for the web',
    avif: 'Smallest, slow to write',
  } satisfies Record<ExportFormat, string>,
  quality: 'Quality',
  provenance: 'Map of where detail came from',
  provenancePlaces: {
    none: 'Not saved',
    'side-file': 'As a picture beside the photo',
    xmp: 'Within the photo',
  } satisfies Record<ProvenancePlace, string>,
  provenanceHints: {
    none: 'The photo alone',
    'side-file': 'A PNG of the same name, ending in .provenance.png',
    xmp: 'In its description (XMP), for programs that read it',
  } satisfies Record<ProvenancePlace, string>,
  keepGps: 'Keep the location',
  keepGpsHint: 'Where the photo was taken stays in the file.',
  noGps: 'This photo has no location.',
  start: 'Save photo …',
  startWeb: 'Download photo',
  progress: 'Progress of saving',
  writing: 'Writing the photo',
  saved: 'Saved',
  savedAs: (path: string): string => `Saved as ${path}`,
  downloaded: (name: string): string => `${name} is in your downloads`,
  busy: 'A file is being written already',
  failed: 'The photo was not saved',
  cancelled: 'Saving was cancelled. No file was left behind.',
  engineStopped: 'The engine stopped and was started again; save again.',
};
