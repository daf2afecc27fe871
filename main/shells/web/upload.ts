import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { AppError, toWireError, type ErrorCode } from '#contract/errors';
import { say } from '#contract/messages';
import { safeFileName } from '#core/export/photo/safe-file-name';
import type { Log } from '#core/ground/disk/log-file';
import { downloadUrl } from '#contract/media-urls';
import type { PathGrants } from '#host/path-grants';
import type { DataFolder } from '#core/ground/disk/data-folder';

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

/** Where exports wait for the browser to fetch them. */
export interface Downloads {
  /** A new place to save to, which may be written from now on, and the address to fetch it from. */
  makeTicket(suggestedName: string): Promise<{ path: string; downloadUrl: string }>;
}

/** Begins with an empty folder: what an earlier run left there was fetched or is wanted no more. */
export async function openDownloads(folder: string, grants: PathGrants): Promise<Downloads> {
  await rm(folder, { recursive: true, force: true });
  return {
    async makeTicket(suggestedName) {
      const ticket = randomBytes(16).toString('hex');
      const name = safeFileName(suggestedName);
      const path = join(folder, ticket, name);
      await mkdir(join(folder, ticket), { recursive: true });
      grants.grantWrite(path);
      return { path, downloadUrl: downloadUrl(ticket, name) };
    },
  };
}

/**
 * Removes the uploads that nothing speaks of: copies of photos that were never added, or that no undo could bring back. Whatever may still name
 * one is read as plain text, so that a damaged file counts as much as a whole one: the project and its history, those that were set aside, batches,
 * adaptations, and the pictures that pairs are compared with. Without a project or history, and where anything cannot be read, all are kept.
 * Only to be called while nobody uploads.
 */
export async function forgetUploads({ root, uploads, batches, adaptations, registrations }: DataFolder): Promise<void> {
  const names = await readdir(uploads).catch(() => []);
  if (names.length === 0) return;
  const own = (await listFiles(root, false)).filter((path) => /project.*\.(json|ndjson)$/.test(path));
  if (own.length === 0) return;
  const others = await Promise.all([batches, adaptations, registrations].map((folder) => listFiles(folder, true)));
  const unnamed = new Set(names);
  for (const path of [...own, ...others.flat().filter((path) => /\.(json|ndjson)$/.test(path))]) {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) return;
    for (const name of unnamed) if (text.includes(name)) unnamed.delete(name);
  }
  await Promise.all([...unnamed].map((name) => rm(join(uploads, name), { recursive: true, force: true })));
}

async function listFiles(folder: string, recursive: boolean): Promise<string[]> {
  const names = await readdir(folder, { recursive, withFileTypes: true }).catch(() => []);
  return names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
