import { fileNameOf } from '../../state/look-up.ts';
import type { Pair, ProjectDocument, ProjectPhoto } from '#contract/project-document';
import type { CommandId } from '../../commands/command-list.ts';
import type { IconName } from '../../controls/icon-paths.ts';
import { words } from './words.ts';

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

/** What can be done with the chosen photos of the library, as far as it is possible now: the buttons beside it, and the menu at a photo. */
export const itemActions: readonly { id: CommandId; icon: IconName; label: () => string }[] = [
  { id: 'library-open', icon: 'eye', label: () => words.open },
  { id: 'library-enhance', icon: 'enhance', label: () => words.enhance },
  { id: 'library-cancel', icon: 'close', label: () => words.cancel },
  { id: 'show-exports', icon: 'save', label: () => words.exportThem },
  { id: 'copy-settings', icon: 'copy', label: () => words.copySettings },
  { id: 'paste-settings', icon: 'copy', label: () => words.pasteSettings },
  { id: 'library-pair', icon: 'photos', label: () => words.pairThem },
  { id: 'library-find-pairs', icon: 'search', label: () => words.findPairs },
  { id: 'library-register', icon: 'search', label: () => words.match },
  { id: 'library-swap', icon: 'swap', label: () => words.swap },
  { id: 'library-separate', icon: 'unlink', label: () => words.separate },
  { id: 'library-remove', icon: 'remove', label: () => words.remove },
];
