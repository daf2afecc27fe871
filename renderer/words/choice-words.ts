import type { DeviceName } from '#contract/models';
import type { ExportDepth, ExportFormat, ExportProfile, ProvenancePlace } from '#contract/export-settings';
import { spoken } from './spoken.ts';

const en = {
  model: 'Model',
  device: 'Runs on',
  auto: 'Automatic',
  devices: {
    cpu: 'Processor (CPU)',
    webgpu: 'Graphics (WebGPU)',
    cuda: 'NVIDIA graphics (CUDA)',
    directml: 'Graphics (DirectML)',
    coreml: 'Apple (Core ML)',
  } satisfies Record<DeviceName, string>,
  format: 'Format',
  formats: {
    jpeg: 'JPEG',
    png: 'PNG',
    tiff: 'TIFF',
    webp: 'WebP',
    avif: 'AVIF',
  } satisfies Record<ExportFormat, string>,
  quality: 'Quality',
  more: 'More choices',
  size: 'Size',
  sizes: {
    double: 'Twice the photo',
    '50': 'As large as the photo',
    '4096': 'Long side 4096',
    '2048': 'Long side 2048',
  },
  profile: 'Colour profile',
  profiles: { keep: 'As in the photo', srgb: 'sRGB', 'display-p3': 'Display P3' } satisfies Record<
    ExportProfile,
    string
  >,
  depth: 'Bits per channel',
  depths: { keep: 'As in the photo', 8: '8', 10: '10', 16: '16' } satisfies Record<ExportDepth, string>,
  keepsFileTime: "The photo's own file time",
  keepsFileTimeHint: 'The new file sorts beside the photo by date.',
  showFile: 'Show in folder',
  dragFile: 'Drag it elsewhere',
  dragFileHint: 'Drag this into another program',
  fileFailed: (name: string): string => `${name} could not be shown`,
  provenance: 'Map of where detail came from',
  provenancePlaces: {
    none: 'Not saved',
    'side-file': 'As a picture beside the photo',
    xmp: 'Within the photo',
  } satisfies Record<ProvenancePlace, string>,
};

const de: typeof en = {
  model: 'Modell',
  device: 'Rechnet auf',
  auto: 'Automatisch',
  devices: {
    cpu: 'Prozessor (CPU)',
    webgpu: 'Grafik (WebGPU)',
    cuda: 'NVIDIA-Grafik (CUDA)',
    directml: 'Grafik (DirectML)',
    coreml: 'Apple (Core ML)',
  },
  format: 'Format',
  formats: { jpeg: 'JPEG', png: 'PNG', tiff: 'TIFF', webp: 'WebP', avif: 'AVIF' },
  quality: 'Qualität',
  more: 'Weitere Einstellungen',
  size: 'Größe',
  sizes: {
    double: 'Doppelt so groß wie das Foto',
    '50': 'So groß wie das Foto',
    '4096': 'Lange Seite 4096',
    '2048': 'Lange Seite 2048',
  },
  profile: 'Farbprofil',
  profiles: { keep: 'Wie im Foto', srgb: 'sRGB', 'display-p3': 'Display P3' },
  depth: 'Bit je Kanal',
  depths: { keep: 'Wie im Foto', 8: '8', 10: '10', 16: '16' },
  keepsFileTime: 'Dateidatum des Fotos',
  keepsFileTimeHint: 'Die neue Datei steht nach Datum neben dem Foto.',
  showFile: 'Im Ordner zeigen',
  dragFile: 'Anderswohin ziehen',
  dragFileHint: 'Dies in ein anderes Programm ziehen',
  fileFailed: (name) => `${name} ließ sich nicht zeigen`,
  provenance: 'Karte, woher die Details stammen',
  provenancePlaces: {
    none: 'Nicht speichern',
    'side-file': 'Als Bild neben dem Foto',
    xmp: 'Im Foto selbst',
  },
};

export const choiceWords = spoken({ en, de });
