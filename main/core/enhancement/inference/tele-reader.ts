import {
  composeHomographies,
  invertHomography,
  scaleHomography,
  type Homography,
  type Point,
  type Rectangle,
  type Size,
} from '#contract/geometry';
import { pause } from '#core/ground/waiting/pause';
import { handOver, isTeleSofter, measureWideCamera, sharpnessSeenBy } from '#core/pairs/camera/wide-camera';
import { alignLocally } from '#core/pairs/registering/align-locally';
import { matchColour } from '#core/pairs/registering/match-colour';
import { valuesAcross } from '#core/pairs/registering/shift-field';
import type { PixelImage } from '#core/photos/pixel-image';
import type { StoredPhoto } from '#core/photos/scratch/stored-photo';
import { cameraReach } from '#native-models/dcsr/forward-model';
import type { UsableReference } from './choose-reference.ts';
import { comparePhotos } from './compare-photos.ts';
import { scoreOf } from './compose-references.ts';
import {
  borderWidth,
  featherWidth,
  prepareReference,
  surroundings,
  type PlacedTele,
  type ReferenceTile,
} from './prepare-reference.ts';
import {
  enlargePlacement,
  enlargePolygon,
  enlargeWindow,
  shrinkRectangle,
  type Enlargement,
} from './enlarge-placement.ts';
import { measureResidual, measureResidualAt } from './measure-residual.ts';
import {
  createPassingFinder,
  createReferenceFinder,
  type ReferenceWindow,
  type WindowFinder,
} from './reference-window.ts';
import { readTeleWindow } from './tele-window.ts';

/** The registered tele, tile by tile. */
export interface TeleReader {
  /** Where the tele lies in the wide, a convex polygon in wide pixels. */
  readonly overlap: readonly Point[];
  /** How much the tele tells that the wide does not: its pixels to one of the wide, fewer where it is soft; far more where it goes before others. */
  readonly fineness: number;
  /** Makes ready for these tiles; a tele that waits on the disk has no window for others. */
  look(inputs: readonly Rectangle[]): Promise<void>;
  /** Which window a tile gets, or null for none. */
  windowFor(input: Rectangle): ReferenceWindow | null;
  /** The window, with `margin` fine pixels around it: as much as the camera needs unless told. */
  read(input: Rectangle, offset: Point, margin?: number): ReferenceTile;
  /** Tele pixels to one of the wide. */
  readonly zoom: number;
  /** The same tele for a second pass, whose wide photo was made of the first one's result. Null where it has nothing to give to that. */
  again(second: SecondPass): Promise<TeleReader | null>;
  /** [height, width] of the same: 1 in the middle of the tele, falling to 0 at its border and outside. */
  depth(input: Rectangle, offset: Point): Float32Array;
  /** About how well it shows the places of the window, as `composeReferences` judges them, every few pixels. */
  scores(input: Rectangle, offset: Point): Float32Array;
}

/** A picture that was made of a part of the wide photo, and of the teles. */
export interface SecondPass {
  wide: PixelImage;
  enlargement: Enlargement;
  signal?: AbortSignal | undefined;
}

/**
 * Aligns and compares the two photos once, and measures the wide camera. Null for a tele that is softer than the wide: it has nothing to give.
 * With `store` the tele's pixels go there, and are read again window by window. Rejects with the signal's reason when cancelled.
 */
export async function createTeleReader(options: {
  wide: PixelImage;
  reference: UsableReference;
  isInFront?: boolean | undefined;
  store?: ((tele: PixelImage) => StoredPhoto) | undefined;
  signal?: AbortSignal | undefined;
}): Promise<TeleReader | null> {
  const { wide, isInFront = false, store, signal } = options;
  const { tele, registration, homography } = options.reference;
  const { overlap } = registration;
  const zoom = registration.zoom ?? 1;
  const colour = matchColour(wide, tele, registration);
  const pictures = { wide, tele, homography, overlap, zoom };
  await pause(signal);
  const source = { tele, gridToTele: fromGrid(homography), colour };
  const measured = await measureWideCamera({ wide, source, overlap, pause: () => pause(signal) });
  const camera = measured ?? handOver;
  if (isTeleSofter(camera)) return null;
  const placed = { tele, homography, colour };
  const found = await alignLocally({ ...pictures, signal });
  const residual = await measureResidual({ wide, overlap, camera, placed, field: found, pause: () => pause(signal) });
  const pixels = store === undefined ? tele : store(tele);
  const compared = { wide, homography, overlap, zoom, field: residual.field };
  return readerOf({
    ...residual,
    ...{ homography, colour, camera, overlap },
    ...{
      zoom,
      fineness: (isInFront ? finenessInFront : 1) * zoom * (measured === null ? 1 : sharpnessSeenBy(measured)),
    },
    pixels,
    finder: 'read' in pixels ? finderOnDisk(pixels, compared) : await finderInMemory(pixels, compared),
  });
}

/** How many times as fine a tele counts that a person put in front: it is shown unless it is trusted less than a fifth as far as another one. */
const finenessInFront = 1000;

/** What is known of a tele when it has been compared. */
type ComparedTele = Omit<Parameters<typeof prepareReference>[0], 'tele' | 'input' | 'margin' | 'offset'> &
  Pick<TeleReader, 'overlap' | 'zoom' | 'fineness'> & { pixels: PixelImage | StoredPhoto; finder: WindowFinder };

type Compared = Omit<Parameters<typeof comparePhotos>[0], 'tele'>;

function finderOnDisk(pixels: StoredPhoto, compared: Compared): WindowFinder {
  return createPassingFinder(compared.overlap, () => comparePhotos({ ...compared, tele: wholeOf(pixels) }));
}

async function finderInMemory(tele: PixelImage, compared: Compared): Promise<WindowFinder> {
  const windowFor = createReferenceFinder(await comparePhotos({ ...compared, tele }));
  return { look: async () => undefined, windowFor };
}

function wholeOf(pixels: PixelImage | StoredPhoto): PixelImage {
  if (!('read' in pixels)) return pixels;
  return pixels.read({ x: 0, y: 0, width: pixels.width, height: pixels.height }).image;
}

/** A function of its own, so that nothing keeps the tele's pixels which does not read them. */
function readerOf({ pixels, ...known }: ComparedTele): TeleReader {
  const { overlap, zoom, fineness, finder, homography, belief } = known;
  const teleFor = (rectangle: Rectangle): Pick<PlacedTele, 'tele' | 'homography'> =>
    'read' in pixels ? readTeleWindow(pixels, known, rectangle) : { tele: pixels, homography };
  return {
    ...{ overlap, zoom, fineness, ...finder },
    read: (input, offset, margin = cameraReach) =>
      prepareReference({ ...known, ...teleFor(surroundings(input, offset, margin)), input, margin, offset }),
    again: (second) => readAgain({ pixels, ...known }, second),
    depth: (input, offset) => depthAcross(homography, pixels, surroundings(input, offset, cameraReach), 1),
    scores(input, offset) {
      const rectangle = surroundings(input, offset, cameraReach);
      const trust = belief && valuesAcross(belief, belief.values, coarsely(rectangle), 2 / scoreStep);
      const fade = Math.min(pixels.width, pixels.height) / zoom;
      return depthAcross(homography, pixels, rectangle, scoreStep).map((depth, at) => {
        const validity = Math.min(1, Math.max(0, (fade * depth - borderWidth) / featherWidth)) * (trust?.[at] ?? 1);
        return scoreOf(validity, fineness, depth);
      });
    },
  };
}

/**
 * The tele where it lay, against the picture that was made with it: only how that picture sees the tele is measured anew, and how far it can be
 * trusted.
 */
async function readAgain(known: ComparedTele, { wide, enlargement, signal }: SecondPass): Promise<TeleReader | null> {
  const overlap = enlargePolygon(known.overlap, enlargement, wide);
  if (overlap.length < 3) return null;
  const { homography, colour, field } = enlargePlacement(known, enlargement);
  const tele = wholeOf(known.pixels);
  await pause(signal);
  const source = { tele, gridToTele: fromGrid(homography), colour };
  const camera = (await measureWideCamera({ wide, source, overlap, pause: () => pause(signal) })) ?? handOver;
  if (isTeleSofter(camera)) return null;
  const placed = { tele, homography, colour };
  const residual = await measureResidualAt({ wide, overlap, camera, placed, pause: () => pause(signal) }, field);
  return readerOf({
    ...known,
    ...residual,
    ...{ homography, colour, camera, overlap, zoom: known.zoom / enlargement.factor },
    finder: {
      look: (inputs) => known.finder.look(inputs.map((input) => shrinkRectangle(input, enlargement))),
      windowFor: (input) => enlargeWindow(known.finder.windowFor(shrinkRectangle(input, enlargement)), enlargement),
    },
  });
}

/** Of the 2x grid to pixels of the tele. */
function fromGrid(homography: Homography): Homography {
  return composeHomographies(invertHomography(homography), scaleHomography(0.5, 0.5));
}

/** Between places whose score is looked at, in fine pixels. */
const scoreStep = 16;

function coarsely({ x, y, width, height }: Rectangle): Rectangle {
  const count = (length: number): number => Math.ceil(length / scoreStep);
  return { x: x / scoreStep, y: y / scoreStep, width: count(width), height: count(height) };
}

/** Distance from the photo's border, over half of its side: the smaller of both axes, every `step` fine pixels. */
function depthAcross(
  homography: Homography,
  { width, height }: Size,
  rectangle: Rectangle,
  step: number,
): Float32Array {
  const [columns, rows] = [Math.ceil(rectangle.width / step), Math.ceil(rectangle.height / step)];
  const [a, b, c, d, e, f, g, h, i] = fromGrid(homography);
  const depth = new Float32Array(columns * rows);
  for (let row = 0, at = 0; row < rows; row += 1) {
    const y = rectangle.y + (row + 0.5) * step;
    for (let column = 0; column < columns; column += 1, at += 1) {
      const x = rectangle.x + (column + 0.5) * step;
      const w = g * x + h * y + i;
      if (w <= 0) continue;
      const [across, down] = [(a * x + b * y + c) / w / width, (d * x + e * y + f) / w / height];
      depth[at] = Math.max(0, 2 * Math.min(across, 1 - across, down, 1 - down));
    }
  }
  return depth;
}
