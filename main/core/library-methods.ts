import type { MethodTable } from '#core/core';
import type { Library } from '#core/workspace/library/library';

type LibraryMethod = Extract<keyof MethodTable, `library.${string}`> | 'photos.add' | 'photos.find-pairs';

/** What can be asked of the library. */
export function libraryMethods(library: Library): Pick<MethodTable, LibraryMethod> {
  return {
    'photos.add': async ({ paths }) => ({ jobId: library.add(paths) }),
    'photos.find-pairs': async ({ pairIds }) => ({ jobId: library.findPairs(pairIds) }),
    'library.read': ({ from }) => library.read(from),
    'library.show-thumbnails': ({ photoIds }) => library.showThumbnails(photoIds),
    'library.view': async () => library.view.read(),
    'library.keep-view': async ({ view }) => {
      await library.view.keep(view);
      return null;
    },
  };
}
