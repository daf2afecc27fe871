import type { EnhanceChoices } from '#contract/enhancement';
import type { Pair, ProjectDocument } from '#contract/project-document';
import type { EnhancedPair } from '#core/enhancement/enhance-pair';
import type { MadePicture, PairEnhancements } from '#core/enhancement/process/pair-enhancements';
import type { Log } from '#core/ground/disk/log-file';
import { holdsMoreThan8Bits, type PipelineItem } from './batch-item.ts';

/** Pictures that were made already, and where those go that are made: so that one picture is looked at and exported. */
export interface KeptPictures {
  /** One that is what an item would become; null when it was not made yet. */
  find(item: PipelineItem): Promise<MadePicture | null>;
  /** Takes over what became of an item, which is written; the scratch file may be moved. Never rejects: the photo is exported all the same. */
  keep(item: PipelineItem, made: EnhancedPair, scratchPath: string): Promise<void>;
}

/** A batch of so many photos or fewer leaves its pictures: each takes as much of the disk as it has pixels. */
export const mostKept = 24;

/** The pictures of the pairs of a project. */
export function createKeptPictures(options: {
  document: () => ProjectDocument;
  filesOf: (pair: Pair) => { widePath: string; telePath: string | null };
  /** Whether the tele was not found to show something else. */
  isMatched: (pair: Pair) => Promise<boolean>;
  enhancements: Pick<PairEnhancements, 'made' | 'keep'>;
  log: Pick<Log, 'warn'>;
}): KeptPictures {
  const { document, filesOf, isMatched, enhancements, log } = options;

  function pairOf({ widePath, telePath }: PipelineItem): Pair | undefined {
    return document().pairs.find((pair) => {
      const files = filesOf(pair);
      return files.widePath === widePath && files.telePath === telePath;
    });
  }

  return {
    async find(item) {
      const pair = pairOf(item);
      const choices = pair === undefined ? null : choicesOf(item, await isMatched(pair));
      return pair === undefined || choices === null ? null : enhancements.made(pair, item.edits, choices);
    },
    async keep(item, made, scratchPath) {
      const pair = pairOf(item);
      const choices = choicesOf(item, made.report.registration?.verdict !== 'failed');
      if (pair === undefined || choices === null) return;
      await enhancements
        .keep(pair, item.edits, choices, made, scratchPath)
        .catch((error: unknown) => log.warn(`What became of ${item.source} was not kept for looking at`, error));
    },
  };
}

/** An item as the page would have asked for it; null where the page makes no such picture. */
function choicesOf({ settings, edits, telePath, wide }: PipelineItem, isMatched: boolean): EnhanceChoices | null {
  const isDeeper = holdsMoreThan8Bits(settings.output) && wide?.bitDepth !== 16;
  const { model, device, precision = 'auto', scale = 2 } = settings;
  if (settings.crop === 'tele' || isDeeper || scale !== 2) return null;
  const { crop, straighten, referenceStrength, denoise } = edits;
  return {
    model,
    device,
    crop,
    useReference: settings.useReference && edits.useReference && telePath !== null && isMatched,
    // What is usual is left out, as the page does.
    ...(precision !== 'auto' && { precision }),
    ...(straighten !== 0 && { straighten }),
    ...(referenceStrength < 1 && { referenceStrength }),
    ...(denoise > 0 && { denoise }),
  };
}
