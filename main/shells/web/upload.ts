import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { AppError, toWireError, type ErrorCode } from '#contract/errors';
import { say } from '#contract/messages';
import { safeFileName } from '#core/export/photo/safe-file-name';
import type { Log } from '#core/ground/disk/log-file';

/** Bytes: far above any photo, far below any disk. */
export const defaultUploadLimit = 2 * 2 ** 30;

/**
 * Answers `POST /upload?name=…`: streams the body to `<folder>/<random>/<safe name>` and says `{ path }`. What is over
 * `limit` bytes, empty or cut off leaves nothing behind; failures say `{ code, message }`.
 */
export function createUpload(options: {
  folder: string;
  limit: number;
  log: Log;
}): (request: Request) => Promise<Response> {
  const { folder, limit, log } = options;
  return async (request) => {
    const place = join(folder, randomBytes(16).toString('hex'));
    try {
      const name = nameOf(request);
      checkLength(Number(request.headers.get('content-length') ?? 0), limit);
      const path = join(place, name);
      await mkdir(place, { recursive: true });
      await receive(request, `${path}.part`, limit);
      await rename(`${path}.part`, path);
      return json(200, { path });
    } catch (error) {
      await rm(place, { recursive: true, force: true });
      const failure = asUploadError(error);
      if (!(failure instanceof AppError)) log.error('An upload failed', failure);
      const wireError = toWireError(failure);
      return json(statusOf[wireError.code] ?? 500, wireError);
    }
  };
}

const statusOf: Partial<Record<ErrorCode, number>> = {
  'invalid-request': 400,
  'image-too-large': 413,
  cancelled: 400,
  'out-of-disk': 507,
};

function nameOf(request: Request): string {
  const name = new URL(request.url).searchParams.get('name') ?? '';
  if (name === '') throw new AppError('invalid-request', say('photos.upload-unnamed'));
  return safeFileName(name);
}

function checkLength(bytes: number, limit: number): void {
  if (bytes <= limit) return;
  const megabytes = Math.floor(limit / 1e6);
  throw new AppError('image-too-large', say('photos.upload-too-large', { megabytes }));
}

async function receive(request: Request, path: string, limit: number): Promise<void> {
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length;
      try {
        checkLength(bytes, limit);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  if (request.body === null) throw emptyUpload();
  await pipeline(
    Readable.fromWeb(request.body as unknown as ReadableStream<Uint8Array>),
    counter,
    createWriteStream(path, { flags: 'wx' }),
  );
  if (bytes === 0) throw emptyUpload();
}

function emptyUpload(): AppError {
  return new AppError('invalid-request', say('photos.upload-empty'));
}

function asUploadError(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('out-of-disk', say('photos.upload-no-room'), { cause: error });
  }
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') {
    return new AppError('cancelled', say('program.cancelled'), { cause: error });
  }
  return error;
}

function json(status: number, value: object): Response {
  return Response.json(value, { status, headers: { 'cache-control': 'no-store' } });
}
