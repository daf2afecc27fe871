import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DonePart, Enhancement, PairView } from '#contract/api';
import type { EnhanceChoices, EnhancementReport, OutputScale } from '#contract/enhancement';
import { AppError } from '#contract/errors';
import type { Size } from '#contract/geometry';
import type { Pyramid } from '#contract/media-urls';
import type { JobId } from '#contract/jobs';
import { say } from '#contract/messages';
import { chooseScale } from '#contract/choose-scale';
import type { Pair, ProjectDocument } from '#contract/project-document';
import { telesInOrder, type TeleInUse } from '#contract/project-edits';
import type { EnhancedPair } from '#core/enhancement/enhance-pair';
import type { ProvenanceMap } from '#core/enhancement/inference/provenance-map';
import {
  createEnhancementStore,
  inputsOf,
  openEnhancementStore,
  type PictureInputs,
} from '#core/enhancement/enhancement-store';
import { glance, openSources, stateOf } from '#core/enhancement/photo-states';
import type { PairRegistrations } from '#core/enhancement/pair-registrations';
import { telePathOf, type PairFiles } from '#core/enhancement/read-pair';
import { buildPyramid } from '#core/photos/previews/preview-pyramid';
import { writePng } from '#core/photos/files/write-png';
import type { JobQueue } from '#core/ground/waiting/job-queue';
import { slice, type Report } from '#core/ground/waiting/progress';
import type { ModelRegistry } from '#core/models/model-registry';
import { provenancePath, resultPath, type DataFolder } from '#core/ground/disk/data-folder';
import { openResultStore, resultKey } from '#core/ground/disk/result-store';
import type { RequestOf } from '#core/ground/programs/work';
import type { EnhancementProcess } from './enhancement-process.ts';
import type { EnhancementWork } from './enhancement-worker.ts';
import { createGrowingPicture, type GrowingPicture } from './growing-picture.ts';

/** What the pairs of the project became: made in the enhancement process, kept by what they were made from. */
export interface PairEnhancements {
  start(pair: Pair, choices: EnhanceChoices): JobId;
  /** How long that takes, from what was measured before with this model and device, in milliseconds; null before the first time. */
  estimate(pair: Pair, choices: EnhanceChoices): Promise<number | null>;
  /** Makes the pair's result once more without the teles. Rejects with `not-found` when there is none. */
  compare(pair: Pair): Promise<JobId>;
  /** The latest result, as the pair is edited now, and the same without the teles; none of a photo whose file holds something else by now, whose name is told. */
  read(pair: Pair): Promise<Pick<PairView, 'enhancement' | 'alone' | 'replacedPhoto'>>;
  /** The pair that has a result of this key; `not-found` when it is no longer kept, or a photo has changed on the disk since, of which `changed` hears. */
  pairOf(enhancementKey: string): Promise<Pair>;
  /** The picture that these choices would give, when it was made; whatever device made it. */
  made(pair: Pair, inputs: PictureInputs, choices: EnhanceChoices): Promise<MadePicture | null>;
  /** Takes over a picture that was made elsewhere, as if it had been made by `start`; its scratch file is moved. */
  keep(
    pair: Pair,
    inputs: PictureInputs,
    choices: EnhanceChoices,
    made: EnhancedPair,
    scratchPath: string,
  ): Promise<void>;
  /** What a preview is made from, as an enhancement with these choices would be. */
  spotOf(pair: Pair, choices: EnhanceChoices): Promise<RequestOf<EnhancementWork['warm']>>;
}

/** An enhanced picture that is kept. */
export interface MadePicture extends Omit<EnhancedPair, 'provenance'> {
  scratchPath: string;
  /** The map as a picture in a file. */
  provenance: string;
  /** Checksum of the model. */
  weights: string;
}

export interface PairEnhancementsOptions {
  process: EnhancementProcess;
  data: DataFolder;
  jobs: JobQueue;
  models: ModelRegistry;
  registrations: PairRegistrations;
  document: () => ProjectDocument;
  filesOf: (pair: Pair) => PairFiles;
  /** Of the upright wide photo. */
  sizeOf: (pair: Pair) => Promise<Size>;
  pixelLimit: () => number;
  /** Bytes. */
  memoryBudget: () => number;
  programFolder: string;
  changed: (pairId: string) => void;
  /** Hears what can be looked at of an enhancement that is being made. */
  grown: (pairId: string, parts: readonly DonePart[]) => void;
}

export function createPairEnhancements(options: PairEnhancementsOptions): PairEnhancements {
  const { process, data, jobs, models, registrations, document, filesOf, sizeOf, programFolder, changed } = options;
  const store = openEnhancementStore(data);
  const sources = openSources(data.results);
  const kept = createEnhancementStore({
    store,
    index: openResultStore<string[]>(data.results),
    document,
    forget: forgetPictures,
  });

  const speeds = openResultStore<Speed>(data.results);
  /** Of the latest enhancement; it can be looked at until the next one begins. */
  let growing: GrowingPicture | null = null;

  async function estimate(pair: Pair, choices: EnhanceChoices): Promise<number | null> {
    const speed = await speeds.read(await speedKey(choices));
    if (speed === null) return null;
    const crop = choices.crop ?? (await sizeOf(pair));
    const scale = chooseScale(choices.scale, { crop, finest: await finestOf(pair), pixelLimit: options.pixelLimit() });
    return speed.opening + speed.perPixel * areaOf(crop) * workAt(scale);
  }

  /** About as fine as the teles that are used will turn out to be; null without any. */
  async function finestOf(pair: Pair): Promise<number | null> {
    const teles = inputsOf(document(), pair).teles;
    const found = await Promise.all(teles.map(({ id }) => registrations.read(pair, id)));
    const zooms = found.flatMap((one) => (one === null || one.verdict === 'failed' ? [] : (one.zoom ?? [])));
    return zooms.length === 0 ? null : Math.max(...zooms);
  }

  async function speedKey({ model, device, precision, useReference }: EnhanceChoices): Promise<string> {
    const { sha256 } = (await models.load(model)).summary;
    return resultKey('speed', sha256, device, precision ?? null, useReference);
  }

  /** The latest runs count most: the machine may have other things to do than it had before. */
  async function learnSpeed(
    { crop, scale = 2, milliseconds }: EnhancementReport,
    choices: EnhanceChoices,
    took: number,
  ): Promise<void> {
    const opening = milliseconds.read + milliseconds.register + milliseconds.prepare;
    const perPixel = (took - opening) / (areaOf(crop) * workAt(scale));
    const key = await speedKey(choices);
    const before = (await speeds.read(key)) ?? { opening, perPixel };
    await speeds.write(key, { opening: (before.opening + opening) / 2, perPixel: (before.perPixel + perPixel) / 2 });
  }

  /** The enhancement's picture, its provenance map and its tiles are there when this resolves. */
  async function make(
    pair: Pair,
    teles: readonly TeleInUse[],
    choices: EnhanceChoices,
    key: string,
    { signal, report }: { signal: AbortSignal; report: Report },
    show?: GrowingPicture['take'],
  ): Promise<Enhancement> {
    const started = performance.now();
    const scratchPath = resultPath(data, key);
    await mkdir(data.results, { recursive: true });
    const registered = [];
    for (const { id, isInFront } of teles) {
      const registration = await registrations.settled(pair, id, signal);
      registered.push({ path: pathOf(pair, id), registration, isInFront });
    }
    const { report: facts, provenance } = await process.ask(
      'enhance',
      {
        widePath: filesOf(pair).widePath,
        teles: registered,
        choices,
        scratchPath,
        isShown: show !== undefined,
        pixelLimit: options.pixelLimit(),
        memoryBudget: options.memoryBudget(),
        programFolder,
      },
      { signal, report: slice(0, 0.95, report), show },
    );
    report(0.95, say('enhancing.preparing-picture'));
    const pyramid = await prepareToLook(key, provenance, signal);
    await learnSpeed(facts, choices, performance.now() - started);
    return { key, pyramid, report: facts, choices };
  }

  async function prepareToLook(key: string, provenance: ProvenanceMap, signal?: AbortSignal): Promise<Pyramid> {
    const { columns: width, rows: height, pixels } = provenance;
    await writePng(provenancePath(data, key), { width, height, pixels });
    const sourcePath = resultPath(data, key);
    return buildPyramid({ sourcePath, key, folder: data.pyramids, pixelLimit: Infinity, ...(signal && { signal }) });
  }

  /** Of what is made of a pair with some choices, and what its photos are now. */
  async function keyFor(pair: Pair, { teles }: PictureInputs, choices: EnhanceChoices) {
    const { sha256 } = (await models.load(choices.model)).summary;
    const paths = [filesOf(pair).widePath, ...teles.map(({ id }) => pathOf(pair, id))];
    const photos = await Promise.all(paths.map(stateOf));
    const [wideId = '', ...teleIds] = photos.map(({ id }) => id);
    const [only, ...others] = teles;
    const key =
      others.length > 0
        ? resultKey(
            wideId,
            telesInOrder(teles.map((tele, index) => ({ ...tele, id: teleIds[index] ?? '' }))),
            choices,
            sha256,
          )
        : resultKey(
            wideId,
            teleIds[0] ?? null,
            choices,
            sha256,
            ...(only?.placement ? [only.placement.homography] : []),
          );
    return { key, photos, weights: sha256 };
  }

  function pathOf(pair: Pair, teleId: string): string {
    return telePathOf(filesOf(pair), pair, teleId);
  }

  function pathsOf(pair: Pair): string[] {
    const { widePath, telePaths } = filesOf(pair);
    return [widePath, ...telePaths];
  }

  async function readCurrent(pair: Pair): Promise<Pick<PairView, 'enhancement' | 'replacedPhoto'>> {
    const enhancement = await kept.read(pair);
    const replaced = enhancement && (await sources.changed(enhancement.key, pathsOf(pair)));
    return replaced === null
      ? { enhancement, replacedPhoto: null }
      : { enhancement: null, replacedPhoto: basename(replaced) };
  }

  async function forgetPictures(key: string): Promise<void> {
    await sources.remove(key);
    const pictures = [key, aloneKey(key)].flatMap((one) => [
      resultPath(data, one),
      provenancePath(data, one),
      join(data.pyramids, one),
    ]);
    await Promise.all(pictures.map((path) => rm(path, { recursive: true, force: true })));
  }

  return {
    start: (pair, choices) =>
      jobs.start({
        kind: 'enhancement',
        subject: pair.id,
        lane: 'gpu',
        work: async (context) => {
          const inputs = { ...choices, teles: inputsOf(document(), pair).teles };
          const { key, photos } = await keyFor(pair, inputs, choices);
          if ((await kept.readFor(pair, inputs))?.key === key) return;
          context.expect(await estimate(pair, choices));
          await growing?.forget();
          const picture = (growing = createGrowingPicture(data.pyramids, (parts) => options.grown(pair.id, parts)));
          const enhancement = await make(pair, inputs.teles, choices, key, context, (part) =>
            picture.take(part),
          ).finally(() => picture.end());
          await sources.write(key, photos);
          await kept.write(pair, inputs, enhancement);
          changed(pair.id);
        },
      }),
    estimate,
    async compare(pair) {
      const { enhancement } = await readCurrent(pair);
      if (enhancement?.choices === undefined) {
        throw new AppError('not-found', say('enhancing.none-finished'));
      }
      const key = aloneKey(enhancement.key);
      const choices = { ...enhancement.choices, useReference: false };
      return jobs.start({
        kind: 'comparison',
        subject: pair.id,
        lane: 'gpu',
        work: async (context) => {
          context.expect(await estimate(pair, choices));
          await store.write(key, await make(pair, [], choices, key, context));
          changed(pair.id);
        },
      });
    },
    async read(pair) {
      const current = await readCurrent(pair);
      return { ...current, alone: current.enhancement && (await store.read(aloneKey(current.enhancement.key))) };
    },
    async pairOf(enhancementKey) {
      for (const pair of document().pairs) {
        if (!(await kept.has(pair, enhancementKey))) continue;
        const other = await sources.changed(enhancementKey, pathsOf(pair));
        if (other === null) return pair;
        changed(pair.id);
        throw new AppError('not-found', say('enhancing.photo-changed', { name: basename(other) }));
      }
      throw new AppError('not-found', say('enhancing.not-kept'));
    },
    async made(pair, inputs, choices) {
      const known = await kept.readFor(pair, inputs);
      if (known?.choices === undefined || !isSamePicture(known.choices, choices)) return null;
      const { key, weights } = await keyFor(pair, inputs, known.choices);
      if (key !== known.key) return null;
      const { widePath, telePaths } = filesOf(pair);
      const enlarged = telePaths.find((path) => basename(path) === known.report.wide.name) ?? widePath;
      return {
        report: known.report,
        scratchPath: resultPath(data, key),
        provenance: provenancePath(data, key),
        widePath: known.report.areExchanged ? enlarged : widePath,
        weights,
      };
    },
    async keep(pair, inputs, choices, { report, provenance }, scratchPath) {
      const { key, photos } = await keyFor(pair, inputs, choices);
      await rename(scratchPath, resultPath(data, key));
      const pyramid = await prepareToLook(key, provenance);
      await sources.write(key, photos);
      await kept.write(pair, inputs, { key, pyramid, report, choices });
      changed(pair.id);
    },
    async spotOf(pair, choices) {
      const teles = [];
      for (const { id, isInFront } of inputsOf(document(), pair).teles) {
        const registration = await registrations.read(pair, id);
        if (registration !== null) teles.push({ path: pathOf(pair, id), registration, isInFront });
      }
      const places = teles.map(({ path, registration, isInFront }) => {
        const { homography, verdict } = registration;
        return [path, homography, verdict, isInFront];
      });
      const files = await Promise.all(pathsOf(pair).map(glance));
      return {
        widePath: filesOf(pair).widePath,
        teles,
        pairKey: resultKey(pair.wideId, places, files),
        choices,
        pixelLimit: options.pixelLimit(),
        programFolder,
      };
    },
  };
}

/** Devices give the same picture. */
function isSamePicture(one: EnhanceChoices, other: EnhanceChoices): boolean {
  const names = Object.keys({ ...one, ...other }) as (keyof EnhanceChoices)[];
  return names.every((name) => name === 'device' || JSON.stringify(one[name]) === JSON.stringify(other[name]));
}

/** What was measured, in milliseconds: before the network begins, and from then on for each pixel of the crop. */
interface Speed {
  opening: number;
  perPixel: number;
}

/** How much the network computes, against a result of twice the size: above that it goes over that once more. */
function workAt(scale: OutputScale): number {
  return scale === 2 ? 1 : 1 + (scale / 2) ** 2;
}

function areaOf({ width, height }: Size): number {
  return width * height;
}

/** The same enhancement without the tele. */
function aloneKey(enhancementKey: string): string {
  return resultKey('alone', enhancementKey);
}
