import type { Rectangle } from '#contract/geometry';
import { planarTile } from '#core/photos/pixels/resample';
import type { ReferenceTile } from '#core/enhancement/inference/prepare-reference';
import { createTeleReader, type TeleReader } from '#core/enhancement/inference/tele-reader';
import { seeThroughCamera } from '#core/pairs/camera/wide-camera';
import { cameraReach } from '#native-models/dcsr/forward-model';
import { createRandomFrom } from '#native-models/simulation/draw';
import { tileSide } from '#native-models/simulation/tile-geometry';
import type { SharpPhoto } from '#native-models/simulation/training-pairs';
import { choosePlaces } from './choose-places.ts';
import type { PhonePair } from './phone-pair.ts';

/** What a pair gives to learn from and to judge by; small against the photos, which need not be kept. */
export interface PairPatches {
  /** Squares of the registered, colour-matched tele on the 2x grid, in memory that threads can share. */
  readonly photos: readonly SharpPhoto[];
  /** Tiles as they are, without a truth: what Eq. 7 learns from. */
  readonly tiles: readonly RealTile[];
  /** Places kept out of both. */
  readonly judging: readonly JudgingPlace[];
}

/** A tile of the wide photo with its reference, as the network gets them. */
export interface RealTile {
  /** [3, 64, 64], 0 to 1 as encoded. */
  readonly wide: Float32Array;
  readonly reference: ReferenceTile;
  /** K(I_Ref), [3, 64, 64]. */
  readonly seen: Float32Array;
}

/** A larger place with what lies around it. */
export interface JudgingPlace {
  /** In wide pixels, of the place itself; `wide` and `reference` have `judgingHalo` more on every side. */
  readonly side: number;
  /** [3, side + 2 halo, side + 2 halo]. */
  readonly wide: Float32Array;
  readonly reference: ReferenceTile;
}

/** Around a place, in wide pixels, so that the network's own border does not count. */
export const judgingHalo = 16;

/**
 * Cuts a pair into patches; with `isKeptOut` all of them are to judge by. `searchMargin` is the network's, in wide pixels. Places where the tele does not
 * show what the wide shows, or is damaged, are passed over. The same pair and seed give the same patches.
 */
export async function samplePatches(
  { wide, tele, registration }: PhonePair,
  options: { searchMargin: number; isKeptOut: boolean; seed: number; signal: AbortSignal },
): Promise<PairPatches> {
  const { searchMargin, isKeptOut, seed, signal } = options;
  const { homography, overlap } = registration;
  if (homography === null) return { photos: [], tiles: [], judging: [] };
  const reader = await createTeleReader({
    wide,
    reference: { tele, registration, homography },
    signal,
  });
  if (reader === null) return { photos: [], tiles: [], judging: [] };
  const places = choosePlaces(wide, overlap, isKeptOut);
  const read = (input: Rectangle, halo = 0): ReferenceTile | null =>
    readTrusted(reader, input, halo === 0 ? 2 * searchMargin : cameraReach, 2 * halo);

  const judging = places.judging.flatMap((place): JudgingPlace[] => {
    const input = grown(place, judgingHalo);
    const reference = read(input, judgingHalo);
    return reference === null ? [] : [{ side: place.width, wide: planarTile(wide, input), reference }];
  });
  const squares = places.training.flatMap((place) => {
    const reference = read(place);
    return reference === null ? [] : [{ place, photo: photoOf(reference, place.width, searchMargin) }];
  });
  const random = createRandomFrom([seed]);
  const tiles = squares.flatMap(({ place }) =>
    Array.from({ length: tilesPerSquare }, (): RealTile | null => {
      const x = place.x + random.integer(0, place.width - tileSide);
      const y = place.y + random.integer(0, place.height - tileSide);
      const input = { x, y, width: tileSide, height: tileSide };
      const reference = read(input);
      return reference === null
        ? null
        : { wide: planarTile(wide, input), reference, seen: seenMiddle(reference, searchMargin) };
    }).filter((tile) => tile !== null),
  );
  return { photos: squares.map(({ photo }) => photo), tiles, judging };
}

const tilesPerSquare = 4;
/** Of a place's pixels, those that the tele has and that can be trusted. */
const minTrusted = 0.9;

/** K of a reference with a search margin around it, without that margin. */
function seenMiddle({ pixels, width, height, camera }: ReferenceTile, searchMargin: number): Float32Array {
  const border = 2 * searchMargin - cameraReach;
  const inner = { width: width - 2 * border, height: height - 2 * border };
  const middle = new Float32Array(3 * inner.width * inner.height);
  for (let line = 0; line < 3 * inner.height; line += 1) {
    const [channel, row] = [Math.floor(line / inner.height), line % inner.height];
    const from = (channel * height + row + border) * width + border;
    middle.set(pixels.subarray(from, from + inner.width), line * inner.width);
  }
  return seeThroughCamera(camera, middle, inner);
}

/** Null where the tele does not show what the wide shows; what lies in the margin and the outer `halo` pixels may be anything. */
function readTrusted(reader: TeleReader, input: Rectangle, margin: number, halo: number): ReferenceTile | null {
  const window = reader.windowFor(input);
  if (window === null) return null;
  const reference = reader.read(input, window.offset, margin);
  const border = margin + halo;
  const { validity, width, height } = reference;
  let trusted = 0;
  for (let row = border; row < height - border; row += 1) {
    for (let column = border; column < width - border; column += 1) trusted += validity[row * width + column] ?? 0;
  }
  return trusted >= minTrusted * (width - 2 * border) * (height - 2 * border) ? reference : null;
}

function grown({ x, y, width, height }: Rectangle, by: number): Rectangle {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

/** The reference without its margin, as bytes. */
function photoOf({ pixels, width, height }: ReferenceTile, side: number, margin: number): SharpPhoto {
  const photo = { width: 2 * side, height: 2 * side };
  const data = new Uint8Array(new SharedArrayBuffer(photo.width * photo.height * 3));
  const plane = width * height;
  for (let row = 0, target = 0; row < photo.height; row += 1) {
    for (let column = 0; column < photo.width; column += 1) {
      const at = (row + 2 * margin) * width + column + 2 * margin;
      for (let channel = 0; channel < 3; channel += 1, target += 1)
        data[target] = Math.round(255 * Math.min(1, Math.max(0, pixels[channel * plane + at] ?? 0)));
    }
  }
  return { ...photo, data };
}
