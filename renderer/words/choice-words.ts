import type { DeviceName } from '#contract/models';
import type { ExportFormat, ProvenancePlace } from '#contract/export-settings';
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
  provenance: 'Karte, woher die Details stammen',
  provenancePlaces: {
    none: 'Nicht speichern',
    'side-file': 'Als Bild neben dem Foto',
    xmp: 'Im Foto selbst',
  },
};

export const choiceWords = spoken({ en, de });
