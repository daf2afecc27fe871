import { fileNameOf } from '../../state/look-up.ts';
import type { Pair, ProjectDocument, ProjectPhoto } from '#contract/project-document';

/** One place of the library: a pair or a set, a photo that stands alone, or one that cannot be read. */
export interface LibraryItem {
  /** Of its pair; of its photo, when that cannot be read. */
  readonly id: string;
  /** Null for a photo that cannot be read. */
  readonly pair: Pair | null;
  readonly photo: ProjectPhoto;
  readonly teles: readonly ProjectPhoto[];
  readonly name: string;
}

/** Everything of a project, in the order in which it was added. */
export function itemsOf({ photos, pairs }: ProjectDocument): LibraryItem[] {
  const byId = new Map(photos.map((photo) => [photo.id, photo]));
  const pairOfWide = new Map(pairs.map((pair) => [pair.wideId, pair]));
  return photos.flatMap((photo): LibraryItem[] => {
    const pair = pairOfWide.get(photo.id);
    const name = fileNameOf(photo.path);
    if (pair !== undefined) {
      return [{ id: pair.id, pair, photo, teles: pair.teleIds.flatMap((id) => byId.get(id) ?? []), name }];
    }
    return photo.problem === undefined ? [] : [{ id: photo.id, pair: null, photo, teles: [], name }];
  });
}

/** Of the photos that there can be pictures of: telephotos, which are shown small, after all others. */
export function photoIdsOf(items: readonly LibraryItem[]): string[] {
  const readable = items.filter(({ pair }) => pair !== null);
  return [...readable.map(({ photo }) => photo.id), ...readable.flatMap(({ teles }) => teles[0]?.id ?? [])];
}
