import { chooseFile } from '../connection/choose-file.ts';
import { uploadPhoto } from '../connection/upload-photo.ts';
import type { AppState } from '../state/app-state.svelte.ts';
import { words as compareWords } from '../features/compare-viewer/words.ts';

/** Lets a person choose one picture and gives the path under which the engine finds it; null when they choose none. */
export async function askForPicture(app: AppState): Promise<string | null> {
  try {
    if (app.link.shell?.kind === 'desktop') {
      return (await app.link.connection.call('shell.choose-photos', {})).paths[0] ?? null;
    }
    const file = await chooseFile('image/*');
    return file === null ? null : await uploadPhoto(file, new AbortController().signal, () => undefined);
  } catch (error) {
    app.notices.failure(compareWords.truthFailed, error);
    return null;
  }
}
