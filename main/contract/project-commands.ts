import { z } from 'zod';
import { pair, type Pair, type ProjectDocument, type ProjectPhoto } from './project-document.ts';

/** What a person may do to a project. Photos come in by `photos.add` alone, which checks their paths. */
export const editCommand = z.discriminatedUnion('name', [
  z.object({ name: z.literal('remove-photo'), photoId: z.string() }),
  z.object({ name: z.literal('set-pair'), pair }),
  z.object({ name: z.literal('swap-roles'), pairId: z.string() }),
  z.object({ name: z.literal('clear') }),
]);
export type EditCommand = z.infer<typeof editCommand>;

/** Every way a project can change. */
export type ProjectCommand = EditCommand | { name: 'add-photos'; photos: ProjectPhoto[]; pairs: Pair[] };

/** Pure: the document after the command. A photo is in one pair at most; a pair whose wide is gone goes too. */
export function applyProjectCommand(document: ProjectDocument, command: ProjectCommand): ProjectDocument {
  switch (command.name) {
    case 'add-photos':
      return {
        ...document,
        photos: [...withoutPhotos(document.photos, command.photos), ...command.photos],
        pairs: command.pairs.reduce(withPair, document.pairs),
      };
    case 'remove-photo':
      return {
        ...document,
        photos: document.photos.filter((photo) => photo.id !== command.photoId),
        pairs: releasePhoto(document.pairs, command.photoId),
      };
    case 'set-pair':
      return { ...document, pairs: withPair(document.pairs, command.pair) };
    case 'swap-roles':
      return { ...document, pairs: document.pairs.map((one) => (one.id === command.pairId ? swapped(one) : one)) };
    case 'clear':
      return { ...document, photos: [], pairs: [] };
  }
}

function withoutPhotos(photos: ProjectDocument['photos'], gone: ProjectDocument['photos']): ProjectDocument['photos'] {
  return photos.filter((photo) => !gone.some((other) => other.id === photo.id));
}

function withPair(pairs: Pair[], added: Pair): Pair[] {
  const others = pairs.filter((one) => one.id !== added.id);
  const freed = releasePhoto(releasePhoto(others, added.wideId), added.teleId);
  return [...freed, added];
}

function releasePhoto(pairs: Pair[], photoId: string | null): Pair[] {
  return pairs
    .filter((one) => one.wideId !== photoId)
    .map((one) => (photoId !== null && one.teleId === photoId ? { ...one, teleId: null, reason: null } : one));
}

function swapped(one: Pair): Pair {
  return one.teleId === null ? one : { ...one, wideId: one.teleId, teleId: one.wideId, reason: null };
}
