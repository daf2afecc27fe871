import { defaultLibraryView, libraryView, type LibraryView } from '#contract/library';
import { openJsonFile } from '#core/ground/disk/json-file';
import type { Log } from '#core/ground/disk/log-file';

/** How a person left the library. */
export interface ViewStore {
  read(): LibraryView;
  keep(view: LibraryView): Promise<void>;
}

export async function openViewStore({ path, log }: { path: string; log: Log }): Promise<ViewStore> {
  const file = await openJsonFile({ path, parse: (json) => libraryView.parse(json), initial: defaultLibraryView, log });
  let view = file.value;
  return {
    read: () => view,
    keep(changed) {
      view = changed;
      return file.save(changed);
    },
  };
}
