import { boundsOf, isInsidePolygon, type Point, type Rectangle } from '#contract/geometry';
import { whiteOf, type PixelImage } from '#core/photos/pixel-image';

/** Squares of the wide photo, wholly inside the overlap. */
export interface ChosenPlaces {
  /** To learn from: the flattest are rare. */
  readonly training: readonly Rectangle[];
  /** Kept out, to judge by: those with the most to see. */
  readonly judging: readonly Rectangle[];
}

/** Side of a square in wide pixels: with its surroundings the network takes multiples of 32, and a training scene needs 112. */
const side = 128;
const fewest = 4;
const maxTraining = 64;
const maxJudging = 12;
/** One square in so many is kept out. */
const keptOutEvery = 5;
/** Around a square, in wide pixels, the tele has to be known. */
const margin = 16;
/** Of all squares those that are flattest, and how many of these are looked at all the same. */
const flattest = { share: 0.3, keptEvery: 6 };

/**
 * Divides the overlap into squares and chooses those to learn from and those to judge by, which do not touch each other's pixels. With
 * `isKeptOut` all are to judge by. Always the same for the same photo. None when the overlap is too small.
 */
export function choosePlaces(wide: PixelImage, overlap: readonly Point[], isKeptOut: boolean): ChosenPlaces {
  const all = squaresIn(wide, overlap);
  const squares = all.length >= fewest ? all : [];
  const ranked = squares
    .map((square) => ({ square, texture: textureOf(wide, square) }))
    .toSorted((one, other) => other.texture - one.texture);
  const kept = (rank: number): boolean => isKeptOut || rank % keptOutEvery === 1;
  const judging = ranked.filter((_, rank) => kept(rank)).slice(0, maxJudging);
  const rest = ranked.filter((_, rank) => !kept(rank));
  const firstFlat = Math.ceil(rest.length * (1 - flattest.share));
  const training = rest.filter((_, rank) => rank < firstFlat || rank % flattest.keptEvery === 0);
  return {
    training: spread(training, maxTraining).map(({ square }) => square),
    judging: judging.map(({ square }) => square),
  };
}

function squaresIn({ width, height }: PixelImage, overlap: readonly Point[]): Rectangle[] {
  const bounds = boundsOf(overlap);
  const [columns, rows] = [
    Math.floor((bounds.width - 2 * margin) / side),
    Math.floor((bounds.height - 2 * margin) / side),
  ];
  const left = Math.round(bounds.x + (bounds.width - columns * side) / 2);
  const top = Math.round(bounds.y + (bounds.height - rows * side) / 2);
  const squares = Array.from({ length: Math.max(0, columns) * Math.max(0, rows) }, (_, index) => ({
    x: left + (index % columns) * side,
    y: top + Math.floor(index / columns) * side,
    width: side,
    height: side,
  }));
  return squares.filter(({ x, y }) => {
    const [from, above, to, below] = [x - margin, y - margin, x + side + margin, y + side + margin];
    if (from < 0 || above < 0 || to > width || below > height) return false;
    const corners = [from, to].flatMap((across) => [above, below].map((down) => ({ x: across, y: down })));
    return corners.every((corner) => isInsidePolygon(overlap, corner));
  });
}

/** Mean absolute difference of neighbours in green, 0 to 1. */
function textureOf({ width, depth, data }: PixelImage, square: Rectangle): number {
  let sum = 0;
  for (let y = square.y; y < square.y + square.height - 1; y += 1) {
    for (let x = square.x; x < square.x + square.width - 1; x += 1) {
      const at = (y * width + x) * 3 + 1;
      const here = data[at] ?? 0;
      sum += Math.abs((data[at + 3] ?? 0) - here) + Math.abs((data[at + 3 * width] ?? 0) - here);
    }
  }
  return sum / (2 * square.width * square.height * whiteOf(depth));
}

/** At most so many of a list, evenly from all of it. */
function spread<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, index) => items[Math.floor((index * items.length) / most)]).filter(
    (item) => item !== undefined,
  );
}
