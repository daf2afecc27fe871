import { existsSync } from 'node:fs';
import type { Enhancement } from '#contract/api';
import type { EnhanceChoices } from '#contract/enhancement';
import { editsOf, telesInUse, type Pair, type ProjectDocument } from '#contract/project-document';
import { telesInOrder, type TeleInUse } from '#contract/project-edits';
import { resultPath, type DataFolder } from '#core/ground/disk/data-folder';
import { openResultStore, resultKey, type ResultStore } from '#core/ground/disk/result-store';

/** What a picture was made of, beside the model: with another of these it is another picture. */
export type PictureInputs = Pick<EnhanceChoices, 'crop' | 'straighten'> & { teles: readonly TeleInUse[] };

/** As a pair is edited now. */
export function inputsOf(document: ProjectDocument, pair: Pair): PictureInputs {
  const edits = editsOf(document, pair.id);
  return { crop: edits.crop, straighten: edits.straighten, teles: telesInUse(edits, pair) };
}

/** The latest enhancement of each pair for each way it is edited, so that undo brings the picture back with the edit. */
export interface EnhancementStore {
  /** As the pair is edited now; null when it was not made yet. */
  read(pair: Pair): Promise<Enhancement | null>;
  readFor(pair: Pair, inputs: PictureInputs): Promise<Enhancement | null>;
  /** Keeps one in place of the one that was kept for the same edits; the oldest go when there are too many of a pair. */
  write(pair: Pair, inputs: PictureInputs, enhancement: Enhancement): Promise<void>;
  /** Whether an enhancement is kept, whatever the pair's edits are now. */
  has(pair: Pair, key: string): Promise<boolean>;
}

/** Each takes as much of the disk as its picture. */
const maxOfPair = 6;

export function createEnhancementStore(options: {
  store: ResultStore<Enhancement>;
  /** Which edits of a pair have one, oldest first. */
  index: ResultStore<string[]>;
  document: () => ProjectDocument;
  /** Removes the pictures of an enhancement that is no longer kept. */
  forget: (key: string) => Promise<void>;
}): EnhancementStore {
  const { store, index, document, forget } = options;

  const readFor = (pair: Pair, inputs: PictureInputs): Promise<Enhancement | null> => store.read(placeOf(pair, inputs));

  async function placesOf(pair: Pair): Promise<string[]> {
    return (await index.read(indexKey(pair))) ?? [plainPlace(pair)];
  }

  async function remove(place: string): Promise<void> {
    const old = await store.read(place);
    await store.remove(place);
    if (old !== null) await forget(old.key);
  }

  return {
    readFor,
    read: (pair) => readFor(pair, inputsOf(document(), pair)),
    async write(pair, inputs, enhancement) {
      const place = placeOf(pair, inputs);
      const earlier = await store.read(place);
      await store.write(place, enhancement);
      if (earlier !== null && earlier.key !== enhancement.key) await forget(earlier.key);
      const places = [...(await placesOf(pair)).filter((other) => other !== place), place];
      const tooMany = places.slice(0, -maxOfPair);
      for (const old of tooMany) await remove(old);
      await index.write(indexKey(pair), places.slice(tooMany.length));
    },
    async has(pair, key) {
      for (const place of await placesOf(pair)) if ((await store.read(place))?.key === key) return true;
      return false;
    },
  };
}

/** Enhancements whose pictures are still there: the oldest go when the cache is full, see prune-cache.ts. */
export function openEnhancementStore(data: DataFolder): ResultStore<Enhancement> {
  const store = openResultStore<Enhancement>(data.results);
  return {
    ...store,
    async read(key) {
      const enhancement = await store.read(key);
      const isThere = enhancement !== null && existsSync(resultPath(data, enhancement.key));
      return isThere ? enhancement : null;
    },
  };
}

function plainPlace({ wideId, teleIds }: Pair): string {
  return resultKey(wideId, teleIds[0] ?? null);
}

/** Of one tele it is as versions called it that knew of no more. */
function placeOf({ wideId }: Pair, { crop, straighten = 0, teles }: PictureInputs): string {
  const [only, ...others] = teles;
  if (others.length > 0) return resultKey(wideId, telesInOrder(teles), crop, straighten);
  const [teleId, placement] = [only?.id ?? null, only?.placement?.homography ?? null];
  if (crop === null && straighten === 0 && placement === null) return resultKey(wideId, teleId);
  return resultKey(wideId, teleId, crop, straighten, placement);
}

function indexKey({ wideId, teleIds }: Pair): string {
  return resultKey('kept', wideId, teleIds[0] ?? null);
}
