import { say } from '#contract/messages';
import { AppError, type WireError } from '#contract/errors';

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
