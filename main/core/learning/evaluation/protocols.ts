import { readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { AppError } from '#contract/errors';
import type { Point, Rectangle, Size } from '#contract/geometry';
import { shrinkImage, cropImage } from '#core/photos/pixels/resample';
import type { PixelImage } from '#core/photos/pixel-image';
import { readImage } from '#core/photos/files/read-image';
import { shrinkByTwo } from './bicubic.ts';

export const protocolNames = ['camerafusion', 'zoom-pairs', 'triples'] as const;
export type ProtocolName = (typeof protocolNames)[number];

/** One pair of a dataset, on disk. */
export interface DatasetPair {
  name: string;
  load(options: { pixelLimit: number; signal?: AbortSignal }): Promise<EvaluationCase>;
}

/** What a model is given, and what it should have made of it. */
export interface EvaluationCase {
  wide: PixelImage;
  tele: PixelImage;
  /** Exactly twice the wide's size. */
  truth: PixelImage;
  /** Where the tele lies in the wide, in wide pixels, if the protocol says; else registration does. */
  overlap: Point[] | null;
}

/**
 * The pairs of a dataset folder by name. Throws AppError `not-found` when there is none.
 *
 * - camerafusion (the paper's Table 2): folders with `wide.*` and `tele.*`, or one such folder. Truth is the wide photo, cropped to
 *   even sides; wide and tele are both photos shrunk by two (bicubic, anti-aliased).
 * - zoom-pairs: files `<name>-wide.*` and `<name>-true.*` on one pixel grid, the same scene through a short and a long focal
 *   length. Truth is `-true`, the wide is `-wide` shrunk by two (means of 2x2 pixels), the tele is the middle half of `-true`.
 * - triples: files `<name>-wide.*`, `<name>-tele.*` and `<name>-true.*`, as they are: what a simulation made. Truth is twice the wide's size.
 */
export async function findPairs(folder: string, protocol: ProtocolName): Promise<DatasetPair[]> {
  const pairs = await protocols[protocol](folder);
  if (pairs.length > 0) return pairs.sort((a, b) => (a.name < b.name ? -1 : 1));
  throw new AppError('not-found', {
    raw: `Expected ${layouts[protocol]} in ${folder}, found none. Check the folder and the protocol.`,
  });
}

const layouts: Record<ProtocolName, string> = {
  camerafusion: 'folders with a wide and a tele photo',
  'zoom-pairs': 'photos named <name>-wide and <name>-true',
  triples: 'photos named <name>-wide, <name>-tele and <name>-true',
};

const protocols: Record<ProtocolName, (folder: string) => Promise<DatasetPair[]>> = {
  camerafusion: async (folder) => (await photoPairs(folder)).map(cameraFusionPair),
  'zoom-pairs': async (folder) => {
    const files = await filesByStem(folder);
    return [...files].flatMap(([stem, wide]) => {
      const name = /^(.+)-wide$/.exec(stem)?.[1];
      const truth = name === undefined ? undefined : files.get(`${name}-true`);
      return name === undefined || truth === undefined ? [] : [zoomPair(name, wide, truth)];
    });
  },
  triples: async (folder) => {
    const files = await filesByStem(folder);
    return [...files].flatMap(([stem, wide]) => {
      const name = /^(.+)-wide$/.exec(stem)?.[1] ?? '';
      const [tele, truth] = [files.get(`${name}-tele`), files.get(`${name}-true`)];
      return tele === undefined || truth === undefined ? [] : [triple(name, wide, tele, truth)];
    });
  },
};

function triple(name: string, widePath: string, telePath: string, truePath: string): DatasetPair {
  return {
    name,
    async load(options) {
      const wide = await readImage(widePath, options);
      const { profile } = wide;
      const truth = await readImage(truePath, { ...options, profile });
      if (truth.width !== 2 * wide.width || truth.height !== 2 * wide.height) {
        throw new AppError('invalid-request', {
          raw: `Expected a truth of ${2 * wide.width}x${2 * wide.height} pixels for ${name}, received ${truth.width}x${truth.height}. Make it twice the wide's size.`,
        });
      }
      return { wide, truth, tele: await readImage(telePath, { ...options, profile }), overlap: null };
    },
  };
}

/** A wide and a tele photo in one folder, whose name they bear. */
export interface PhotoPair {
  name: string;
  wide: string;
  tele: string;
}

/** Folders with `wide.*` and `tele.*`, or one such folder. Throws AppError `not-found` when there is none. */
export async function findPhotoPairs(folder: string): Promise<PhotoPair[]> {
  const pairs = await photoPairs(folder);
  if (pairs.length > 0) return pairs;
  throw new AppError('not-found', {
    raw: `Expected ${layouts.camerafusion} in ${folder}, found none. Check the folder.`,
  });
}

async function photoPairs(folder: string): Promise<PhotoPair[]> {
  const folders = (await entriesOf(folder)).filter((entry) => entry.isDirectory());
  const places = [folder, ...folders.map(({ name }) => join(folder, name))];
  const pairs = await Promise.all(
    places.map(async (place) => {
      const files = await filesByStem(place);
      const [wide, tele] = [files.get('wide'), files.get('tele')];
      return wide === undefined || tele === undefined ? [] : [{ name: basename(place), wide, tele }];
    }),
  );
  return pairs.flat();
}

function cameraFusionPair({ name, wide, tele }: PhotoPair): DatasetPair {
  return {
    name,
    async load(options) {
      const truth = evenPart(await readImage(wide, options));
      const { profile } = truth;
      const teleTruth = evenPart(await readImage(tele, { ...options, profile }));
      return { truth, wide: shrinkByTwo(truth), tele: shrinkByTwo(teleTruth), overlap: null };
    },
  };
}

function zoomPair(name: string, widePath: string, truePath: string): DatasetPair {
  return {
    name,
    async load(options) {
      const whole = await readImage(truePath, options);
      const part = { ...origin, ...multipleOfFour(whole) };
      const truth = cropImage(whole, part);
      const { width, height, profile } = truth;
      const photographed = cropImage(await readImage(widePath, { ...options, profile }), part);
      const middle = { x: width / 4, y: height / 4, width: width / 2, height: height / 2 };
      return {
        truth,
        wide: await shrinkImage(photographed, Math.max(width, height) / 2),
        tele: cropImage(truth, middle),
        overlap: cornersOfPart({
          x: middle.x / 2,
          y: middle.y / 2,
          width: middle.width / 2,
          height: middle.height / 2,
        }),
      };
    },
  };
}

const origin = { x: 0, y: 0 };

function evenPart(image: PixelImage): PixelImage {
  const { width, height } = image;
  return cropImage(image, { ...origin, width: width - (width % 2), height: height - (height % 2) });
}

function multipleOfFour({ width, height }: Size): Size {
  return { width: width - (width % 4), height: height - (height % 4) };
}

function cornersOfPart({ x, y, width, height }: Rectangle): Point[] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}

async function filesByStem(folder: string): Promise<Map<string, string>> {
  const files = (await entriesOf(folder)).filter((entry) => entry.isFile());
  return new Map(files.map(({ name }) => [basename(name, extname(name)), join(folder, name)]));
}

async function entriesOf(folder: string): Promise<Awaited<ReturnType<typeof readFolder>>> {
  try {
    return await readFolder(folder);
  } catch (error) {
    throw new AppError(
      'not-found',
      { raw: `Expected a readable folder at ${folder}. Check the path.` },
      { cause: error },
    );
  }
}

function readFolder(folder: string) {
  return readdir(folder, { withFileTypes: true });
}
