import type { EnhanceChoices } from '#contract/enhancement';
import type { Pair, ProjectDocument } from '#contract/project-document';
import type { EnhancedPair } from '#core/enhancement/enhance-pair';
import type { PictureInputs } from '#core/enhancement/enhancement-store';
import type { MadePicture, PairEnhancements } from '#core/enhancement/process/pair-enhancements';
import type { PairFiles } from '#core/enhancement/read-pair';
import type { Log } from '#core/ground/disk/log-file';
import { holdsMoreThan8Bits, photosOf, scaleOf, type PipelineItem } from './batch-item.ts';

/** Pictures that were made already, and where those go that are made: so that one picture is looked at and exported. */
export interface KeptPictures {
  /** One that is what an item would become; null when it was not made yet. */
  find(item: PipelineItem): Promise<MadePicture | null>;
  /** Takes over what became of an item, which is written; the scratch file may be moved. Never rejects: the photo is exported all the same. */
  keep(item: PipelineItem, made: EnhancedPair, scratchPath: string): Promise<void>;
}

/** A batch of so many photos or fewer leaves its pictures: each takes as much of the disk as it has pixels. */
export const maxKept = 24;

/** The pictures of the pairs of a project. */
export function createKeptPictures(options: {
  document: () => ProjectDocument;
  filesOf: (pair: Pair) => PairFiles;
  /** Whether not all of these teles were found to show something else. */
  isMatched: (pair: Pair, teleIds: readonly string[]) => Promise<boolean>;
  enhancements: Pick<PairEnhancements, 'made' | 'keep'>;
  log: Pick<Log, 'warn'>;
}): KeptPictures {
  const { document, filesOf, isMatched, enhancements, log } = options;

  function pairOf(item: PipelineItem): Pair | undefined {
    return document().pairs.find((pair) => {
      const { widePath, telePaths } = filesOf(pair);
      const all = new Set([widePath, ...telePaths]);
      return widePath === item.widePath && photosOf(item).every((path) => all.has(path));
    });
  }

  function inputsOf(pair: Pair, { edits: { crop, straighten }, teles }: PipelineItem): PictureInputs {
    const { telePaths } = filesOf(pair);
    const idOf = (path: string): string => pair.teleIds[telePaths.indexOf(path)] ?? '';
    const used = teles.map(({ path, placement, isInFront }) => ({ id: idOf(path), placement, isInFront }));
    return { crop, straighten, teles: used };
  }

  return {
    async find(item) {
      const pair = pairOf(item);
      if (pair === undefined) return null;
      const inputs = inputsOf(pair, item);
      const teleIds = inputs.teles.map(({ id }) => id);
      const choices = choicesOf(item, await isMatched(pair, teleIds));
      return choices === null ? null : enhancements.made(pair, inputs, choices);
    },
    async keep(item, made, scratchPath) {
      const pair = pairOf(item);
      const choices = choicesOf(item, made.report.registration?.verdict !== 'failed');
      if (pair === undefined || choices === null) return;
      await enhancements
        .keep(pair, inputsOf(pair, item), choices, made, scratchPath)
        .catch((error: unknown) => log.warn(`What became of ${item.source} was not kept for looking at`, error));
    },
  };
}

/** An item as the page would have asked for it; null where the page makes no such picture. */
function choicesOf(item: PipelineItem, isMatched: boolean): EnhanceChoices | null {
  const { settings, edits, teles, wide } = item;
  const isDeeper = holdsMoreThan8Bits(settings.output) && wide?.bitDepth !== 16;
  const { model, device, precision = 'auto' } = settings;
  if (settings.crop === 'tele' || isDeeper) return null;
  const scale = scaleOf(item);
  const { crop, straighten, referenceStrength, denoise } = edits;
  return {
    model,
    device,
    crop,
    useReference: settings.useReference && edits.useReference && teles.length > 0 && isMatched,
    // What is usual is left out, as the page does.
    ...(precision !== 'auto' && { precision }),
    ...(scale !== 2 && { scale }),
    ...(straighten !== 0 && { straighten }),
    ...(referenceStrength < 1 && { referenceStrength }),
    ...(denoise > 0 && { denoise }),
  };
}
