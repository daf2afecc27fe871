import { z } from 'zod';
import { editsOf, pair, type Pair, type ProjectDocument, type ProjectPhoto } from './project-document.ts';
import { correction, framing, noEdits, treatment, type PairEdits } from './project-edits.ts';

const pairId = z.string().min(1);

/** What a person may do to a project. Photos come in by `photos.add` alone, which checks their paths. */
export const editCommand = z.discriminatedUnion('name', [
  z.object({ name: z.literal('remove-photo'), photoId: z.string() }),
  z.object({ name: z.literal('remove-pairs'), pairIds: z.array(pairId).min(1) }),
  z.object({ name: z.literal('set-pair'), pair }),
  z.object({ name: z.literal('swap-roles'), pairId }),
  z.object({ name: z.literal('clear') }),
  z.object({ name: z.literal('set-registration'), pairId, registration: correction.nullable() }),
  z.object({ name: z.literal('set-framing'), pairId, framing }),
  z.object({ name: z.literal('set-reference'), pairId, useReference: z.boolean() }),
  z.object({ name: z.literal('set-treatment'), pairId, treatment }),
]);
export type EditCommand = z.infer<typeof editCommand>;

/** Every way a project can change. */
export type ProjectCommand = EditCommand | { name: 'add-photos'; photos: ProjectPhoto[]; pairs: Pair[] };

/**
 * Pure: the document after the command. A photo is in one pair at most; a pair whose wide is gone goes too. What was
 * edited of a pair goes with the pair, and with the photo that it was said of.
 */
export function applyProjectCommand(document: ProjectDocument, command: ProjectCommand): ProjectDocument {
  return withFittingEdits(document, applied(document, command));
}

function applied(document: ProjectDocument, command: ProjectCommand): ProjectDocument {
  switch (command.name) {
    case 'add-photos':
      return {
        ...document,
        photos: withPhotos(document.photos, command.photos),
        pairs: command.pairs.reduce(withPair, document.pairs),
      };
    case 'remove-photo':
      return withoutPhotos(document, [command.photoId]);
    case 'remove-pairs':
      return withoutPhotos(document, document.pairs.filter(({ id }) => command.pairIds.includes(id)).flatMap(photosOf));
    case 'set-pair':
      return { ...document, pairs: withPair(document.pairs, command.pair) };
    case 'swap-roles':
      return { ...document, pairs: document.pairs.map((one) => (one.id === command.pairId ? swapped(one) : one)) };
    case 'clear':
      return { ...document, photos: [], pairs: [] };
    case 'set-registration':
      return withEdits(document, command.pairId, { registration: command.registration });
    case 'set-framing':
      return withEdits(document, command.pairId, command.framing);
    case 'set-treatment':
      return withEdits(document, command.pairId, command.treatment);
    case 'set-reference':
      return withEdits(document, command.pairId, { useReference: command.useReference });
  }
}

/** A photo that is known already stays in its place, with what is new of it. */
function withPhotos(photos: ProjectPhoto[], added: ProjectPhoto[]): ProjectPhoto[] {
  const byId = new Map([...photos, ...added].map((photo) => [photo.id, photo]));
  return [...byId.values()];
}

function withoutPhotos(document: ProjectDocument, photoIds: readonly string[]): ProjectDocument {
  const gone = new Set(photoIds);
  return {
    ...document,
    photos: document.photos.filter(({ id }) => !gone.has(id)),
    pairs: released(document.pairs, gone),
  };
}

/** A pair that is known already stays in its place. */
function withPair(pairs: Pair[], added: Pair): Pair[] {
  const taken = new Set(photosOf(added));
  const isKnown = pairs.some(({ id }) => id === added.id);
  if (!isKnown) return [...released(pairs, taken), added];
  return pairs.flatMap((one) => (one.id === added.id ? [added] : released([one], taken)));
}

/** A pair without its wide photo is none; without its tele the wide stands alone. */
function released(pairs: Pair[], gone: ReadonlySet<string>): Pair[] {
  return pairs
    .filter(({ wideId }) => !gone.has(wideId))
    .map((one) => (one.teleId !== null && gone.has(one.teleId) ? { ...one, teleId: null, reason: null } : one));
}

function photosOf({ wideId, teleId }: Pair): string[] {
  return teleId === null ? [wideId] : [wideId, teleId];
}

function swapped(one: Pair): Pair {
  return one.teleId === null ? one : { ...one, wideId: one.teleId, teleId: one.wideId, reason: null };
}

function withEdits(document: ProjectDocument, id: string, change: Partial<PairEdits>): ProjectDocument {
  const { [id]: before = noEdits, ...others } = document.edits;
  return { ...document, edits: { ...others, [id]: { ...before, ...change } } };
}

/** A crop says something of one wide photo, a registration of two photos: with others in their place they say nothing. */
function withFittingEdits(before: ProjectDocument, after: ProjectDocument): ProjectDocument {
  const edits: Record<string, PairEdits> = {};
  const pairsBefore = new Map(before.pairs.map((one) => [one.id, one]));
  for (const one of after.pairs) {
    const old = pairsBefore.get(one.id);
    let fitting = editsOf(after, one.id);
    if (old?.wideId !== one.wideId) fitting = noEdits;
    else if (old.teleId !== one.teleId) fitting = { ...fitting, registration: null };
    if (!isUnedited(fitting)) edits[one.id] = fitting;
  }
  return { ...after, edits };
}

function isUnedited(edits: PairEdits): boolean {
  return Object.entries(noEdits).every(([name, value]) => edits[name as keyof PairEdits] === value);
}
