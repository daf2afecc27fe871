import { basename } from 'node:path';
import type { EnhanceChoices, EnhancementReport } from '#contract/enhancement';
import type { Homography } from '#contract/geometry';
import { say, type Said } from '#contract/messages';
import type { BitDepth } from '#contract/photos';
import type { Registration } from '#contract/registration';
import type { PixelImage } from '#core/photos/pixel-image';
import { readImage } from '#core/photos/files/read-image';
import { chooseExecution, chooseNextExecution } from '#core/enhancement/inference/choose-execution';
import { preparePhoto, type PreparedPhoto } from '#core/enhancement/inference/enhance-photo';
import type { ProvenanceMap } from '#core/enhancement/inference/provenance-map';
import { slice } from '#core/ground/waiting/progress';
import type { LoadedModel } from '#core/models/model-registry';
import type { openModelSession } from '#core/runtime/model-session';
import { judgePlacement } from '#core/pairs/registering/register-by-hand';
import { registerPair } from '#core/pairs/registering/register-pair';
import { findBestPlaces } from './best-places.ts';
import { enhanceCrop } from './enhance-crop.ts';
import { readPair, type ReadPair } from './read-pair.ts';

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
  report: (fraction: number, label: Said) => void;
  /** How sessions are made; the runtime's own unless told. */
  openSession?: typeof openModelSession;
}

/** An enhancement; the time of writing a file is the caller's to add to the report. */
export interface EnhancedPair {
  report: EnhancementReport;
  provenance: ProvenanceMap;
}

/** The main job: from two files to an enhanced picture in a scratch file. */
export async function enhancePair(options: EnhancePairOptions): Promise<EnhancedPair> {
  const { choices, model, report } = options;
  await chooseExecution(choices, model, options);
  const opened = await openPair({ ...choices, ...options, report: slice(0, 0.08, report) });
  return enhanceOpenedPair(opened, { ...choices, ...options, report: slice(0.08, 1, report) });
}

/** A pair that is read, registered and compared: all that can be done before the device is free. */
export interface OpenedPair {
  wide: PixelImage;
  tele: PixelImage | null;
  registration: Registration | null;
  prepared: PreparedPhoto;
  /** The parts of a report that are known already. */
  facts: Pick<EnhancementReport, 'wide' | 'tele' | 'areExchanged' | 'registration'>;
  milliseconds: Pick<EnhancementReport['milliseconds'], 'read' | 'register'>;
}

/** What the first half of the main job needs. */
export type OpenPairOptions = Pick<
  EnhancePairOptions,
  'widePath' | 'telePath' | 'model' | 'registration' | 'pixelLimit' | 'programFolder' | 'signal' | 'report'
> &
  Pick<EnhanceChoices, 'useReference' | 'referenceStrength'> & {
    /** Where a person put the tele, tele to wide, which is then only judged; null or absent for nowhere. */
    placement?: Homography | null | undefined;
  };

/** The first half of the main job. Two photos that were given the wrong way round are exchanged. */
export async function openPair(options: OpenPairOptions, mayExchange = true): Promise<OpenedPair> {
  const { widePath, telePath, useReference, referenceStrength, model, pixelLimit, signal, report } = options;
  const startedReading = performance.now();
  const usedTelePath = useReference ? telePath : null;
  const read =
    usedTelePath === null
      ? { wide: await readImage(widePath, { pixelLimit, signal }), tele: null }
      : await readPair({ widePath, telePath: usedTelePath, pixelLimit, signal, report: slice(0, 0.5, report) });

  const startedRegistering = performance.now();
  report(0.5, say('enhancing.finding-tele'));
  const registration = read.tele === null ? null : (options.registration ?? (await register(read, options)));
  if (registration?.areSwapped && usedTelePath !== null && mayExchange && !isPlaced(options)) {
    const exchanged = await openPair({ ...options, widePath: usedTelePath, telePath: widePath }, false);
    if (exchanged.registration?.verdict !== 'failed') return withExchange(exchanged);
  }

  const registered = performance.now();
  report(1, say('enhancing.comparing'));
  const { wide, tele } = read;
  return {
    wide,
    tele,
    registration,
    prepared: await preparePhoto({ wide, tele, registration, useReference, referenceStrength, model, signal }),
    facts: {
      wide: nameAndSize(widePath, wide),
      tele: tele && usedTelePath !== null ? nameAndSize(usedTelePath, tele) : null,
      registration,
    },
    milliseconds: {
      read: Math.round(startedRegistering - startedReading),
      register: Math.round(registered - startedRegistering),
    },
  };
}

function register(
  { wide, tele, zoomHint, isDigitalZoom }: ReadPair,
  { placement = null, programFolder, signal }: OpenPairOptions,
): Promise<Registration> {
  return placement === null
    ? registerPair(wide, tele, { zoomHint, isDigitalZoom, programFolder, signal })
    : judgePlacement(wide, tele, { homography: placement, programFolder, signal });
}

/** Who put the tele somewhere, or registered it before, knows which is which. */
function isPlaced({ placement = null, registration }: OpenPairOptions): boolean {
  return placement !== null || registration !== null;
}

function withExchange(opened: OpenedPair): OpenedPair {
  const { registration } = opened;
  return { ...opened, facts: { ...opened.facts, areExchanged: true, registration } };
}

/** The second half of the main job: the network, into a scratch file. `depth` is the result's, the wide's unless told. */
export async function enhanceOpenedPair(
  { wide, tele, registration, prepared, facts: known, milliseconds }: OpenedPair,
  options: Pick<EnhancePairOptions, 'model' | 'scratchPath' | 'memoryBudget' | 'programFolder' | 'signal' | 'report'> &
    Pick<
      EnhanceChoices,
      'device' | 'precision' | 'crop' | 'straighten' | 'useReference' | 'referenceStrength' | 'denoise'
    > &
    Pick<EnhancePairOptions, 'openSession'> & { depth?: BitDepth | undefined },
): Promise<EnhancedPair> {
  const { model } = options;
  const { device, reason: deviceReason, precision } = await chooseExecution(options, model, options);
  const { facts, provenance } = await enhanceCrop({
    ...options,
    wide,
    tele,
    registration,
    prepared,
    device,
    deviceReason,
    precision,
    nextDevice: (lost) => chooseNextExecution(lost, options, model, options),
  });
  const bestPlaces = await findBestPlaces({ ...options, wide, crop: facts.crop, straighten: facts.straighten ?? 0 });
  return {
    provenance,
    report: {
      ...facts,
      bestPlaces,
      ...known,
      milliseconds: { ...facts.milliseconds, ...milliseconds, write: 0 },
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
