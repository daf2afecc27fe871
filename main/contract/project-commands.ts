import { z } from 'zod';
import { editsOf, pair, type Pair, type ProjectDocument, type ProjectPhoto } from './project-document.ts';
import { correction, framing, noEdits, adjustments, type Correction, type PairEdits } from './project-edits.ts';

const pairId = z.string().min(1);
const teleId = z.string().min(1);

/** What a person may do to a project. Photos come in by `photos.add` alone, which checks their paths. */
export const editCommand = z.discriminatedUnion('name', [
  z.object({ name: z.literal('remove-photo'), photoId: z.string() }),
  z.object({ name: z.literal('remove-photos'), photoIds: z.array(z.string().min(1)).min(1) }),
  z.object({ name: z.literal('remove-pairs'), pairIds: z.array(pairId).min(1) }),
  /** The photos of these pairs stand alone from then on, and are not paired again by themselves. */
  z.object({ name: z.literal('separate'), pairIds: z.array(pairId).min(1) }),
  z.object({ name: z.literal('set-pair'), pair }),
  /** The tele becomes the wide photo, and the wide one of the teles; the first tele unless told. */
  z.object({ name: z.literal('swap-roles'), pairId, teleId: teleId.optional() }),
  /** The tele stands alone from then on, and is not put back by itself. */
  z.object({ name: z.literal('take-out-tele'), pairId, teleId }),
  z.object({ name: z.literal('switch-tele'), pairId, teleId, isOn: z.boolean() }),
  z.object({ name: z.literal('front-tele'), pairId, teleId: teleId.nullable() }),
  z.object({ name: z.literal('clear') }),
  z.object({ name: z.literal('set-registration'), pairId, teleId, registration: correction.nullable() }),
  z.object({ name: z.literal('set-framing'), pairId, framing }),
  z.object({ name: z.literal('set-reference'), pairId, useReference: z.boolean() }),
  z.object({ name: z.literal('set-treatment'), pairId, treatment: adjustments }),
  /** How one photo is enhanced goes for others, too; what is cut out of it and where the tele lies are its own. */
  z.object({ name: z.literal('copy-settings'), from: pairId, to: z.array(pairId).min(1) }),
]);
export type EditCommand = z.infer<typeof editCommand>;

/** Every way a project can change. */
export type ProjectCommand =
  | EditCommand
  | { name: 'add-photos'; photos: ProjectPhoto[]; pairs: Pair[] }
  /** Pairs and sets that were found, of photos that stood alone or were found to be pairs before. What a person did to any of them meanwhile stays. */
  | { name: 'pair-alone'; pairs: Pair[] }
  /** Another project in the place of this one, as it was saved. */
  | { name: 'open-project'; document: ProjectDocument };

/**
 * Pure: the document after the command. A photo is in one pair at most; a pair whose wide is gone goes too. What was
 * edited of a pair goes with the pair, and with the photo that it was said of.
 */
export function applyProjectCommand(document: ProjectDocument, command: ProjectCommand): ProjectDocument {
  if (command.name === 'open-project') return command.document;
  return withFittingSeparations(withFittingEdits(document, applied(document, command)));
}

function applied(
  document: ProjectDocument,
  command: Exclude<ProjectCommand, { name: 'open-project' }>,
): ProjectDocument {
  switch (command.name) {
    case 'add-photos':
      return {
        ...document,
        photos: withPhotos(document.photos, command.photos),
        pairs: withPairs(document.pairs, command.pairs),
      };
    case 'pair-alone':
      return {
        ...document,
        pairs: withSingles(document.pairs, withPairs(document.pairs, stillFitting(document, command.pairs))),
      };
    case 'remove-photo':
      return withoutPhotos(document, [command.photoId]);
    case 'remove-photos':
      return withoutPhotos(document, command.photoIds);
    case 'remove-pairs': {
      const gone = new Set(command.pairIds);
      return withoutPhotos(document, document.pairs.filter(({ id }) => gone.has(id)).flatMap(idsOfPair));
    }
    case 'separate':
      return separated(document, new Set(command.pairIds));
    case 'set-pair':
      return { ...document, pairs: withPairs(document.pairs, [command.pair]) };
    case 'swap-roles':
      return {
        ...document,
        pairs: document.pairs.map((one) => (one.id === command.pairId ? swapped(one, command.teleId) : one)),
      };
    case 'take-out-tele':
      return separated(document, new Set([command.pairId]), command.teleId);
    case 'switch-tele': {
      const { telesOff } = editsOf(document, command.pairId);
      const others = telesOff.filter((id) => id !== command.teleId);
      return withEdits(document, command.pairId, { telesOff: command.isOn ? others : [...others, command.teleId] });
    }
    case 'front-tele':
      return withEdits(document, command.pairId, { teleInFront: command.teleId });
    case 'clear':
      return { ...document, photos: [], pairs: [], separated: [] };
    case 'set-registration':
      return withCorrection(document, command.pairId, command.teleId, command.registration);
    case 'set-framing':
      return withEdits(document, command.pairId, command.framing);
    case 'set-treatment':
      return withEdits(document, command.pairId, command.treatment);
    case 'copy-settings': {
      const { useReference, scale, referenceStrength, denoise } = document.edits[command.from] ?? noEdits;
      const settings = { useReference, scale, referenceStrength, denoise };
      return command.to.reduce((copied, id) => withEdits(copied, id, settings), document);
    }
    case 'set-reference':
      return withEdits(document, command.pairId, { useReference: command.useReference });
  }
}

/** A photo that is known already stays in its place, with what is new of it; one that could not be read makes room for what lies there now. */
function withPhotos(photos: ProjectPhoto[], added: ProjectPhoto[]): ProjectPhoto[] {
  const readable = new Set(added.filter(({ problem }) => problem === undefined).map(({ path }) => path));
  const kept = photos.filter(({ path, problem }) => problem === undefined || !readable.has(path));
  const byId = new Map([...kept, ...added].map((photo) => [photo.id, photo]));
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

/** A pair that is known already stays in its place; photos leave the pairs that they were in. */
function withPairs(pairs: Pair[], added: Pair[]): Pair[] {
  const known = new Set(pairs.map(({ id }) => id));
  const byId = new Map(added.map((one) => [one.id, one]));
  const taken = new Set(added.flatMap(idsOfPair));
  const kept = pairs.flatMap((one) => {
    const replacement = byId.get(one.id);
    return replacement === undefined ? released([one], taken) : [replacement];
  });
  return [...kept, ...added.filter(({ id }) => !known.has(id))];
}

/**
 * What is still to be put together: photos that are there, alone or in pairs that were found, and not to be kept apart. What a person
 * put together stays, and a photo that a person edited by itself becomes no tele: its edits would go.
 */
function stillFitting({ pairs, separated, edits }: ProjectDocument, found: readonly Pair[]): Pair[] {
  const free = pairs.filter(({ teleIds, finding }) => teleIds.length === 0 || finding !== undefined);
  const pairOf = new Map(free.flatMap((one) => idsOfPair(one).map((id) => [id, one] as const)));
  const apart = new Set(separated.map(([one, other]) => pairKeyOf(one, other)));
  const taken = new Set(pairs.map(({ id }) => id));
  return found.flatMap((one) => {
    const own = pairOf.get(one.wideId);
    const isKept = own?.wideId === one.wideId;
    const teleIds = one.teleIds.filter((id) => {
      const old = pairOf.get(id);
      const isUntouched = old !== undefined && (edits[old.id] === undefined || (isKept && old.id === own.id));
      return isUntouched && !apart.has(pairKeyOf(one.wideId, id));
    });
    if (own === undefined || teleIds.length === 0 || (!isKept && edits[own.id] !== undefined)) return [];
    return [{ ...one, id: isKept ? own.id : freeId(one.id, taken), teleIds }];
  });
}

/** Whoever is in no pair any more stands alone. */
function withSingles(before: readonly Pair[], after: Pair[]): Pair[] {
  const placed = new Set(after.flatMap(idsOfPair));
  const taken = new Set(after.map(({ id }) => id));
  const left = before.flatMap(idsOfPair).filter((id) => !placed.has(id));
  return [...after, ...left.map((id) => alone(freeId(`single-${id}`, taken), id))];
}

/** Of these pairs all teles, or the one that is told, stand alone. */
function separated(document: ProjectDocument, pairIds: ReadonlySet<string>, teleId?: string): ProjectDocument {
  const taken = new Set(document.pairs.map(({ id }) => id));
  const keys: [string, string][] = [];
  const pairs = document.pairs.flatMap((one) => {
    if (!pairIds.has(one.id)) return [one];
    const out = one.teleIds.filter((id) => teleId === undefined || id === teleId);
    const singles = out.map((tele) => {
      keys.push([one.wideId, tele]);
      const id = freeId(`single-${tele}`, taken);
      taken.add(id);
      return alone(id, tele);
    });
    return [...released([one], new Set(out)), ...singles];
  });
  return { ...document, pairs, separated: [...document.separated, ...keys] };
}

function alone(id: string, wideId: string): Pair {
  return { id, wideId, teleIds: [], reason: null };
}

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  let id = wanted;
  for (let count = 2; taken.has(id); count += 1) id = `${wanted}-${count}`;
  return id;
}

/** A pair without its wide photo is none; without its teles the wide stands alone. */
function released(pairs: Pair[], gone: ReadonlySet<string>): Pair[] {
  return pairs
    .filter(({ wideId }) => !gone.has(wideId))
    .map((one) => {
      const teleIds = one.teleIds.filter((id) => !gone.has(id));
      if (teleIds.length === one.teleIds.length) return one;
      return teleIds.length === 0 ? alone(one.id, one.wideId) : { ...one, teleIds };
    });
}

/** Ids of the photos of a pair, the wide one first. */
export function idsOfPair({ wideId, teleIds }: Pick<Pair, 'wideId' | 'teleIds'>): string[] {
  return [wideId, ...teleIds];
}

function swapped(one: Pair, teleId = one.teleIds[0]): Pair {
  const { id, wideId, teleIds } = one;
  if (teleId === undefined || !teleIds.includes(teleId)) return one;
  return { id, wideId: teleId, teleIds: teleIds.map((one) => (one === teleId ? wideId : one)), reason: null };
}

function withCorrection(
  document: ProjectDocument,
  pairId: string,
  teleId: string,
  correction: Correction | null,
): ProjectDocument {
  const { corrections } = editsOf(document, pairId);
  const others = Object.fromEntries(Object.entries(corrections).filter(([id]) => id !== teleId));
  return withEdits(document, pairId, {
    corrections: correction === null ? others : { ...others, [teleId]: correction },
  });
}

function withEdits(document: ProjectDocument, id: string, change: Partial<PairEdits>): ProjectDocument {
  const { [id]: before = noEdits, ...others } = document.edits;
  return { ...document, edits: { ...others, [id]: { ...before, ...change } } };
}

/** A crop says something of one wide photo, a correction of two photos: with others in their place they say nothing. */
function withFittingEdits(before: ProjectDocument, after: ProjectDocument): ProjectDocument {
  const edited = Object.entries(after.edits);
  if (edited.length === 0) return after;
  const pairsBefore = byIdOf(before);
  const pairs = byIdOf(after);
  const fitting = edited.flatMap(([id, edits]): [string, PairEdits][] => {
    const [old, one] = [pairsBefore.get(id), pairs.get(id)];
    if (one === undefined || old?.wideId !== one.wideId) return [];
    const kept = editsOfTeles(edits, new Set(one.teleIds));
    return isUnedited(kept) ? [] : [[id, kept]];
  });
  return { ...after, edits: Object.fromEntries(fitting) };
}

function editsOfTeles(edits: PairEdits, teleIds: ReadonlySet<string>): PairEdits {
  const { corrections, telesOff, teleInFront } = edits;
  return {
    ...edits,
    corrections: Object.fromEntries(Object.entries(corrections).filter(([id]) => teleIds.has(id))),
    telesOff: telesOff.filter((id) => teleIds.has(id)),
    teleInFront: teleInFront !== null && teleIds.has(teleInFront) ? teleInFront : null,
  };
}

function byIdOf({ pairs }: ProjectDocument): Map<string, Pair> {
  return new Map(pairs.map((one) => [one.id, one]));
}

/** A person who pairs two photos again, or takes one out, has changed their mind. */
function withFittingSeparations(document: ProjectDocument): ProjectDocument {
  if (document.separated.length === 0) return document;
  const photoIds = new Set(document.photos.map(({ id }) => id));
  const keys = pairKeysIn(document);
  const seen = new Set<string>();
  const fitting = document.separated.filter(([one, other]) => {
    const key = pairKeyOf(one, other);
    const isFitting = photoIds.has(one) && photoIds.has(other) && !keys.has(key) && !seen.has(key);
    seen.add(key);
    return isFitting;
  });
  return fitting.length === document.separated.length ? document : { ...document, separated: fitting };
}

/** Two photos, whichever comes first. */
export function pairKeyOf(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}

/** Wide and tele of every pair, named by `pairKeyOf`. */
export function pairKeysIn({ pairs }: Pick<ProjectDocument, 'pairs'>): Set<string> {
  return new Set(pairs.flatMap(({ wideId, teleIds }) => teleIds.map((id) => pairKeyOf(wideId, id))));
}

function isUnedited(edits: PairEdits): boolean {
  const names = Object.keys(noEdits) as (keyof PairEdits)[];
  return names.every((name) => JSON.stringify(edits[name]) === JSON.stringify(noEdits[name]));
}
