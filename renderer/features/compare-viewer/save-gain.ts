import type { GainKind } from '#contract/enhancement';
import { saveFile } from '../../connection/files.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { fileNameOf } from '../../state/look-up.ts';
import type { CompareViewer } from './compare-viewer.svelte.ts';
import { words } from './words.ts';

/** Writes what is seen now, before and after, to a file that the person chooses; with null, the places where the result gained most. */
export async function saveGain(app: AppState, viewer: CompareViewer, kind: GainKind | null): Promise<void> {
  const { connection } = app.link;
  const { pairId } = viewer;
  const place = kind === null ? null : viewer.seen();
  const suggestedName = `${viewer.photoName.replace(/\.[^.]*$/, '').slice(0, 150)}-before-after.webp`;
  try {
    const path = await saveFile(app, suggestedName, (chosen) =>
      connection.call('gain.save', { pairId, path: chosen, kind: kind ?? 'beside', place }),
    );
    if (path !== null) app.notices.calm(words.shared(fileNameOf(path)));
  } catch (error) {
    app.notices.failure(words.shareFailed, error);
  }
}
