import { basename } from 'node:path';
import type { EnhanceChoices, EnhancementReport } from '#contract/enhancement';
import type { Registration } from '#contract/registration';
import type { PixelImage } from '#core/image/pixel-image';
import { readImage } from '#core/image/read-image';
import { enhancePhoto } from '#core/inference/enhance-photo';
import type { ProvenanceMap } from '#core/inference/provenance-map';
import { slice } from '#core/jobs/progress';
import type { LoadedModel } from '#core/models/model-registry';
import { chooseDevice } from '#core/runtime/execution-device';
import { registerPair } from '#core/registration/register-pair';
import { readPair } from './read-pair.ts';

export interface EnhancePairOptions {
  widePath: string;
  /** Null enhances the wide photo alone. */
  telePath: string | null;
  model: LoadedModel;
  choices: EnhanceChoices;
  /** Where the tele lies, when that is known already; null finds it. */
  registration: Registration | null;
  /** Where the result goes: exactly twice the crop, depth and profile of the wide photo. Absent after a failure. */
  scratchPath: string;
  /** In pixels, of each photo. */
  pixelLimit: number;
  /** What inference may use beside the photos, in bytes. */
  memoryBudget: number;
  programFolder: string;
  signal: AbortSignal;
  report: (fraction: number, label: string) => void;
}

/** An enhancement; the time of writing a file is the caller's to add to the report. */
export interface EnhancedPair {
  report: EnhancementReport;
  provenance: ProvenanceMap;
}

/** The main job: from two files to an enhanced picture in a scratch file. */
export async function enhancePair(options: EnhancePairOptions): Promise<EnhancedPair> {
  const { widePath, telePath, choices, model, programFolder, pixelLimit, signal, report } = options;
  const { device, reason: deviceReason } = await chooseDevice(choices.device, { programFolder });
  const usedTelePath = choices.useReference ? telePath : null;

  const startedReading = performance.now();
  const { wide, tele, zoomHint } =
    usedTelePath === null
      ? { wide: await readImage(widePath, { pixelLimit, signal }), tele: null, zoomHint: null }
      : await readPair({ widePath, telePath: usedTelePath, pixelLimit, signal, report: slice(0, 0.04, report) });

  const startedRegistering = performance.now();
  report(0.04, 'Finding the tele in the wide');
  const registration =
    tele && (options.registration ?? (await registerPair(wide, tele, { zoomHint, programFolder, signal })));

  const registered = performance.now();
  const { facts, provenance } = await enhancePhoto({
    ...choices,
    wide,
    tele,
    registration,
    model,
    device,
    deviceReason,
    memoryBudget: options.memoryBudget,
    scratchPath: options.scratchPath,
    signal,
    report: slice(0.08, 1, report),
  });
  return {
    provenance,
    report: {
      ...facts,
      wide: nameAndSize(widePath, wide),
      tele: tele && usedTelePath !== null ? nameAndSize(usedTelePath, tele) : null,
      registration,
      milliseconds: {
        ...facts.milliseconds,
        read: Math.round(startedRegistering - startedReading),
        register: Math.round(registered - startedRegistering),
        write: 0,
      },
      peakMemory: peakMemory(),
    },
  };
}

/** Bytes that this process held at most, ever. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}

function nameAndSize(path: string, { width, height }: PixelImage): { name: string; width: number; height: number } {
  return { name: basename(path), width, height };
}
