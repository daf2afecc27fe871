import { modelFileEnding } from '#contract/model-card';
import type { AppState } from '../state/app-state.svelte.ts';
import { say } from '#contract/messages';
import { AppError, type WireError } from '#contract/errors';

/** Opens a browser's dialog, which it only does right after a click or a key; `take` hears what was chosen, or null. */
export function openChooser(
  choice: Partial<Pick<HTMLInputElement, 'accept' | 'multiple' | 'webkitdirectory'>>,
  take: (files: readonly File[] | null) => void,
): void {
  const input = Object.assign(document.createElement('input'), { type: 'file', hidden: true, ...choice });
  const end = (files: readonly File[] | null): void => {
    input.remove();
    take(files);
  };
  input.addEventListener('change', () => end([...(input.files ?? [])]));
  input.addEventListener('cancel', () => end(null));
  // On the page, so that it is not collected while the dialog is open.
  document.body.append(input);
  input.click();
}

/** Lets a person choose one file and gives the path under which the engine finds it; null when they choose none. */
export async function chooseOne({ link }: AppState, kind: 'picture' | 'model'): Promise<string | null> {
  const { connection, shell } = link;
  if (shell?.kind === 'desktop') {
    return kind === 'model'
      ? (await connection.call('shell.choose-model', {})).path
      : ((await connection.call('shell.choose-photos', {})).paths[0] ?? null);
  }
  const accept = kind === 'model' ? modelFileEnding : 'image/*';
  const file = await new Promise<File | undefined>((resolve) =>
    openChooser({ accept }, (files) => resolve(files?.[0])),
  );
  return file === undefined ? null : uploadPhoto(file, new AbortController().signal, () => undefined);
}

/** Lets a person choose where a file goes and has it written there; a browser gets it into its downloads. The path, null when they choose none. */
export async function saveFile(
  { link }: AppState,
  suggestedName: string,
  write: (path: string) => Promise<unknown>,
): Promise<string | null> {
  const { path, downloadUrl } = await link.connection.call('shell.choose-save-path', { suggestedName });
  if (path === null) return null;
  await write(path);
  if (downloadUrl !== null) downloadFile(downloadUrl);
  return path;
}

/** Lets the browser put a file of this page's own origin into its downloads. */
export function downloadFile(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = decodeURIComponent(url.split('/').at(-1) ?? '');
  document.body.append(link);
  link.click();
  link.remove();
}

/** Puts a picture on the clipboard. A browser wants to be asked at once, while the picture is still made. */
export async function copyPicture({ link }: AppState, png: Promise<Blob>): Promise<void> {
  if (link.shell?.kind !== 'desktop') return navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
  const bytes = new Uint8Array(await (await png).arrayBuffer());
  await link.connection.call('shell.copy-picture', {
    png: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')),
  });
}

/**
 * Hands one chosen file to the web shell, on this machine, and returns the path under which the engine finds it.
 * `report` hears the share that is through, 0 to 1. Fails with the shell's own words, or as cancelled.
 */
export function uploadPhoto(file: File, signal: AbortSignal, report: (fraction: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new AppError('cancelled', say('program.cancelled')));
      return;
    }
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    signal.addEventListener('abort', abort);
    request.upload.addEventListener('progress', ({ loaded, total }) => report(total > 0 ? loaded / total : 0));
    request.addEventListener('loadend', () => {
      signal.removeEventListener('abort', abort);
      const path = request.status === 200 ? answerIn(request.responseText).path : undefined;
      if (path !== undefined) resolve(path);
      else reject(uploadFailure(file.name, request));
    });
    request.open('POST', `upload?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.send(file);
  });
}

function uploadFailure(name: string, request: XMLHttpRequest): AppError {
  if (request.status === 0) return new AppError('cancelled', say('photos.not-taken-over', { name }));
  const { code, message } = answerIn(request.responseText);
  return new AppError(
    code ?? 'internal',
    message ?? say('photos.not-taken-over-status', { name, status: request.status }),
  );
}

function answerIn(json: string): Partial<WireError & { path: string }> {
  try {
    return JSON.parse(json) as Partial<WireError & { path: string }>;
  } catch {
    return {};
  }
}
