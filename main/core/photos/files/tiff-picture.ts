import { basename } from 'node:path';
import type { Metadata } from 'sharp';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { overloaded } from './beside-pixels.ts';
import { isSensorData, readTiffPages, type TiffPage } from './tiff-pages.ts';

/** Which picture of a TIFF, as sharp wants to be told: nothing for the first. */
export interface TiffPlace {
  page?: number;
  subifd?: number;
}

/**
 * The picture that a TIFF is about: the first that is no small copy of another one, in the file's list or belonging to the copy. Throws
 * `unsupported-format` for what a sensor saw (DNG, NEF, ARW and the like): their first picture is only a preview; `unreadable-image` for one whose words or profiles take hundreds of megabytes.
 */
export function chooseTiffPage(path: string): TiffPlace {
  const pages = readTiffPages(path);
  const [first] = pages;
  if (first === undefined) return {};
  const all = pages.flatMap((page) => [page, ...page.within]);
  if (all.some((page) => page.isDng || isSensorData(page))) {
    throw new AppError('unsupported-format', say('photos.raw-file', { name: basename(path) }));
  }
  if (all.some(({ heaviest }) => heaviest > maxMetadata)) throw overloaded(path);
  if (!first.isCopy) return {};
  const page = pages.findIndex(isWhole(first));
  if (page > 0) return { page };
  const subifd = first.within.findIndex(isWhole(first));
  return subifd < 0 ? {} : { subifd };
}

/** Bytes: libtiff reads such an entry whole, however often the file is opened. */
const maxMetadata = 2 ** 26;

function isWhole(copy: TiffPage): (page: TiffPage) => boolean {
  return ({ isCopy, width, height }) => !isCopy && width * height >= copy.width * copy.height;
}

/**
 * How the numbers of a picture lie in its file where they are not of 8 or 16 bits. Throws `unsupported-format` where nobody can say how bright they
 * are meant: signed numbers, other than red, green and blue, and floating point without a colour profile.
 */
export function sampleKindOf(
  { depth, channels, icc, space }: Pick<Metadata, 'depth' | 'channels' | 'icc' | 'space'>,
  path: string,
): 'float' | 'uint32' | null {
  // CIE Lab has signed numbers, and libvips knows what they mean.
  if (depth === 'uchar' || depth === 'ushort' || space.startsWith('lab')) return null;
  const kind = depth === 'float' || depth === 'double' ? 'float' : depth === 'uint' ? 'uint32' : null;
  if (kind !== null && channels >= 3 && (kind === 'uint32' || icc !== undefined)) return kind;
  const name = basename(path);
  const isUnknown = kind === null || channels < 3;
  throw new AppError(
    'unsupported-format',
    isUnknown ? say('photos.numbers-unknown', { name, kind: depth }) : say('photos.numbers-without-profile', { name }),
  );
}
