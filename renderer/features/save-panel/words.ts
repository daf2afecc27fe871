import type { ExportFormat, ProvenancePlace } from '#contract/export-settings';
import { spoken } from '../../words/spoken.ts';

const en = {
  title: 'Save',
  formatHints: {
    jpeg: 'Opens everywhere, small',
    png: 'Lossless, larger',
    tiff: 'Lossless, for editing',
    webp: 'Small, for the web',
    avif: 'Smallest, slow to write',
  } satisfies Record<ExportFormat, string>,
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
};

const de: typeof en = {
  title: 'Sichern',
  formatHints: {
    jpeg: 'Öffnet sich überall, klein',
    png: 'Verlustfrei, größer',
    tiff: 'Verlustfrei, zum Weiterbearbeiten',
    webp: 'Klein, fürs Netz',
    avif: 'Am kleinsten, langsam zu schreiben',
  },
  provenanceHints: {
    none: 'Nur das Foto',
    'side-file': 'Ein PNG gleichen Namens mit der Endung .provenance.png',
    xmp: 'In seiner Beschreibung (XMP), für Programme, die sie lesen',
  },
  keepGps: 'Ort behalten',
  keepGpsHint: 'Wo das Foto entstand, bleibt in der Datei.',
  noGps: 'Dieses Foto enthält keinen Ort.',
  start: 'Foto sichern …',
  startWeb: 'Foto herunterladen',
  progress: 'Fortschritt des Sicherns',
  writing: 'Das Foto wird geschrieben',
  saved: 'Gesichert',
  savedAs: (path) => `Gesichert als ${path}`,
  downloaded: (name) => `${name} liegt bei den Downloads`,
  busy: 'Es wird schon eine Datei geschrieben',
  failed: 'Das Foto wurde nicht gesichert',
  cancelled: 'Das Sichern wurde abgebrochen. Es blieb keine Datei zurück.',
};

export const words = spoken({ en, de });
