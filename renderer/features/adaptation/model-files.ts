import { modelFileEnding } from '#contract/model-card';
import { chooseFile } from '../../connection/choose-file.ts';
import { downloadFile } from '../../connection/download-file.ts';
import { uploadPhoto } from '../../connection/upload-photo.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import type { ModelFiles } from './personal-models.svelte.ts';

/** Files of models by the system's dialogs on the desktop, by upload and download in a browser. */
export function modelFiles({ link }: AppState): ModelFiles {
  return {
    async choose() {
      if (link.shell?.kind === 'desktop') return (await link.connection.call('shell.choose-model', {})).path;
      const file = await chooseFile(modelFileEnding);
      return file === null ? null : uploadPhoto(file, new AbortController().signal, () => undefined);
    },
    download: downloadFile,
  };
}
