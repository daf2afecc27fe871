import { AppError, type ErrorCode } from '#contract/errors';

/**
 * Hands one chosen file to the web shell, on this machine, and returns the path under which the engine finds it.
 * `report` hears the share that is through, 0 to 1. Fails with the shell's own words, or as cancelled.
 */
export function uploadPhoto(file: File, signal: AbortSignal, report: (fraction: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new AppError('cancelled', 'Cancelled'));
      return;
    }
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    signal.addEventListener('abort', abort);
    request.upload.addEventListener('progress', ({ loaded, total }) => report(total > 0 ? loaded / total : 0));
    request.addEventListener('loadend', () => {
      signal.removeEventListener('abort', abort);
      const path = request.status === 200 ? textIn(request.responseText, 'path') : null;
      if (path !== null) resolve(path);
      else reject(uploadFailure(file.name, request));
    });
    request.open('POST', `/upload?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.send(file);
  });
}

function uploadFailure(name: string, request: XMLHttpRequest): AppError {
  if (request.status === 0)
    return new AppError('cancelled', `${name} was not taken over: the transfer was interrupted.`);
  const code = textIn(request.responseText, 'code') as ErrorCode | null;
  const message = textIn(request.responseText, 'message');
  return new AppError(
    code ?? 'internal',
    message ?? `${name} could not be taken over (status ${request.status}). Try again.`,
  );
}

function textIn(json: string, field: string): string | null {
  try {
    const value = (JSON.parse(json) as Record<string, unknown>)[field];
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
