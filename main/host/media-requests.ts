import { join } from 'node:path';
import { mediaKeyPattern } from '#contract/media-urls';
import {
  dataFolderAt,
  provenancePath,
  pyramidTilePath,
  thumbnailPath,
  type DataFolder,
} from '#core/ground/disk/data-folder';
import { safeFileName } from '#core/export/photo/safe-file-name';
import { notFound, sendFile } from './send-file.ts';

/** Answers a request for pixels; see contract/media-urls.ts for the addresses. */
export type MediaRequests = (request: Request) => Promise<Response>;

/**
 * Pixels by URL out of the data folder. Addresses hold content keys, whole numbers and tickets only, so none can lead out
 * of the cache; anything else is 404. What lies under a content key never changes, so browsers keep it.
 */
export function createMediaRequests(dataFolder: string): MediaRequests {
  const data = dataFolderAt(dataFolder);
  return async (request) => {
    const place = findPlace(data, new URL(request.url).pathname);
    return place === null ? notFound() : sendFile(request, place);
  };
}

interface Place {
  folder: string;
  path: string;
  headers: Record<string, string>;
}

const wholeNumber = '(0|[1-9]\\d{0,5})';
const tileAddress = new RegExp(`^/media/pyramid/([^/]+)/${wholeNumber}/${wholeNumber}_${wholeNumber}\\.webp$`);
const thumbnailAddress = /^\/media\/thumbnail\/([^/]+)\/(preview|full)\.webp$/;
const provenanceAddress = /^\/media\/provenance\/([^/]+)\.png$/;
const downloadAddress = /^\/media\/download\/([^/]+)\/([^/]+)$/;
const forEver = 'private, max-age=31536000, immutable';

function findPlace(data: DataFolder, address: string): Place | null {
  const tile = tileAddress.exec(address);
  if (tile) {
    const [, key = '', level, column, row] = tile;
    const path = pyramidTilePath(data, key, Number(level), Number(column), Number(row));
    return mediaKeyPattern.test(key) ? picture(data, path, 'image/webp') : null;
  }
  const thumbnail = thumbnailAddress.exec(address);
  if (thumbnail) {
    const [, id = '', stage] = thumbnail;
    const path = thumbnailPath(data, id, stage === 'full' ? 'full' : 'preview');
    return mediaKeyPattern.test(id) ? picture(data, path, 'image/webp') : null;
  }
  const provenance = provenanceAddress.exec(address);
  if (provenance) {
    const [, key = ''] = provenance;
    return mediaKeyPattern.test(key) ? picture(data, provenancePath(data, key), 'image/png') : null;
  }
  const download = downloadAddress.exec(address);
  return download ? findDownload(data, download[1] ?? '', decoded(download[2] ?? '')) : null;
}

function picture(data: DataFolder, path: string, type: string): Place {
  return { folder: data.cache, path, headers: { 'content-type': type, 'cache-control': forEver } };
}

function findDownload(data: DataFolder, ticket: string, name: string | null): Place | null {
  if (!mediaKeyPattern.test(ticket) || name === null || safeFileName(name) !== name) return null;
  const headers = {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, asPercent)}`,
    'cache-control': 'no-store',
  };
  return { folder: data.downloads, path: join(data.downloads, ticket, name), headers };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // Not an address that we made.
  }
}

function asPercent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
