import { chooseScale, type EnhanceChoices, type EnhancementReport, type TeleUse } from '#contract/enhancement';
import type { Said } from '#contract/messages';
import type { BitDepth } from '#contract/photos';
import { chooseExecution, chooseNextExecution } from '#core/enhancement/inference/choose-execution';
import type { ShowPart } from '#core/enhancement/inference/enhance-photo';
import { sharesOfTeles, type ProvenanceMap } from '#core/enhancement/inference/provenance-map';
import { slice } from '#core/ground/waiting/progress';
import type { LoadedModel } from '#core/models/model-registry';
import { readPhotoHeader } from '#core/photos/files/photo-header';
import type { openModelSession } from '#core/runtime/model-session';
import { findBestPlaces } from './best-places.ts';
import { checkResultSize } from './check-result-size.ts';
import { enhanceCrop, framedCrop } from './enhance-crop.ts';
import { openSet, type OpenedSet, type TeleFile } from './open-set.ts';

export interface EnhancePairOptions {
  widePath: string;
  /** None enhances the wide photo alone. */
  teles: readonly TeleFile[];
  model: LoadedModel;
  choices: EnhanceChoices;
  /** Where the result goes: exactly `scale` times the crop, depth and profile of the wide photo. Absent after a failure. */
  scratchPath: string;
  /** In pixels, of each photo. */
  pixelLimit: number;
  /** What inference may use beside the photos, in bytes. */
  memoryBudget: number;
  programFolder: string;
  signal: AbortSignal;
  report: (fraction: number, label: Said) => void;
  show?: ShowPart | undefined;
  /** How sessions are made; the runtime's own unless told. */
  openSession?: typeof openModelSession;
  /** Whether the report tells where the result gained most; not unless told. */
  findsBestPlaces?: boolean;
}

/** An enhancement; the time of writing a file is the caller's to add to the report. */
export interface EnhancedPair {
  report: EnhancementReport;
  provenance: ProvenanceMap;
  /** The file that was enlarged: the one given as wide, unless they were exchanged. */
  widePath: string;
}

/** The main job: from two files to an enhanced picture in a scratch file. */
export async function enhancePair(options: EnhancePairOptions): Promise<EnhancedPair> {
  const { choices, model, report } = options;
  await chooseExecution(choices, model, options);
  if (choices.scale !== undefined) checkResultSize(await readPhotoHeader(options.widePath), choices, options);
  const opening = Math.min(0.5, 0.08 * Math.max(1, options.teles.length));
  const opened = await openSet({ ...choices, ...options, report: slice(0, opening, report) });
  try {
    return await enhanceOpenedSet(opened, { ...choices, ...options, report: slice(opening, 1, report) });
  } finally {
    opened.close();
  }
}

/** The second half of the main job: the network, into a scratch file. `depth` is the result's, the wide's unless told. */
export async function enhanceOpenedSet(
  { wide, widePath, prepared, facts: known, numbers, milliseconds }: OpenedSet,
  options: Pick<
    EnhancePairOptions,
    'model' | 'scratchPath' | 'memoryBudget' | 'pixelLimit' | 'programFolder' | 'signal' | 'report'
  > &
    Pick<
      EnhanceChoices,
      'device' | 'precision' | 'scale' | 'crop' | 'straighten' | 'useReference' | 'referenceStrength' | 'denoise'
    > &
    Pick<EnhancePairOptions, 'openSession' | 'findsBestPlaces' | 'show'> & { depth?: BitDepth | undefined },
): Promise<EnhancedPair> {
  const { model, pixelLimit } = options;
  const { crop } = framedCrop(wide, options);
  checkResultSize(wide, options, { pixelLimit });
  const scale = chooseScale(options.scale, { finest: prepared.references?.finest ?? null, crop, pixelLimit });
  const { device, reason: deviceReason, precision } = await chooseExecution(options, model, options);
  const { facts, provenance } = await enhanceCrop({
    ...options,
    wide,
    scale,
    tele: null,
    registration: null,
    prepared,
    device,
    deviceReason,
    precision,
    nextDevice: (lost) => chooseNextExecution(lost, options, model, options),
  });
  const { straighten = 0 } = facts;
  const framed = { ...options, wide, crop: facts.crop, straighten, scale };
  const bestPlaces = options.findsBestPlaces === true ? { bestPlaces: await findBestPlaces(framed) } : null;
  return {
    provenance,
    widePath,
    report: {
      ...facts,
      ...(scale !== 2 && { scale }),
      ...bestPlaces,
      ...known,
      ...(known.teles && { teles: withShares(known.teles, numbers, provenance) }),
      milliseconds: { ...facts.milliseconds, ...milliseconds, write: 0 },
      peakMemory: peakMemory(),
    },
  };
}

function withShares(teles: readonly TeleUse[], numbers: readonly number[], provenance: ProvenanceMap): TeleUse[] {
  const shares = sharesOfTeles(provenance, numbers.length);
  return teles.map((tele, number) => ({ ...tele, share: shares[numbers.indexOf(number)] ?? 0 }));
}

/** Bytes that this process held at most, ever. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}
