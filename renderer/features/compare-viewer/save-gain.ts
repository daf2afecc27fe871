import type { GainKind } from '#contract/enhancement';
import type { AppState } from '../../state/app-state.svelte.ts';
import type { CompareViewer } from './compare-viewer.svelte.ts';
import { words } from './words.ts';

/** Writes what is seen now, before and after, to a file that the person chooses; with null, the places where the result gained most. */
export async function saveGain(
  app: AppState,
  viewer: CompareViewer,
  kind: GainKind | null,
  download: (url: string) => void,
): Promise<void> {
  const { connection } = app.link;
  const { pairId } = viewer;
  const place = kind === null ? null : viewer.seen();
  const suggestedName = `${viewer.photoName.replace(/\.[^.]*$/, '').slice(0, 150)}-before-after.webp`;
  try {
    const { path, downloadUrl } = await connection.call('shell.choose-save-path', { suggestedName });
    if (path === null) return;
    await connection.call('gain.save', { pairId, path, kind: kind ?? 'beside', place });
    if (downloadUrl !== null) download(downloadUrl);
    app.notices.calm(words.shared(path.split(/[/\\]/).at(-1) ?? path));
  } catch (error) {
    app.notices.failure(words.shareFailed, error);
  }
}
