import { planeOf, type PlanarImage, copyWindow } from '../planar-image.ts';
import {
  referenceSide,
  sceneSide,
  truthCells,
  truthStart,
  cellSide,
  referenceCells,
  truthSide,
} from '../tile-geometry.ts';
import type { Random } from '../../random.ts';
import { cutSquare, type SharpPhoto, type TrainingScene } from '../scene/cut-scene.ts';
import { drawDisplacement } from './displacement.ts';
import ranges from '../ranges.json' with { type: 'json' };
import { drawShape } from '../scene/shapes.ts';
import { matchColours } from './tele-colours.ts';
import { photographTele, photographTeleAgain } from './tele-cameras.ts';
import { viewFromTele, type TeleView } from './tele-view.ts';
import { drawFrom } from '../draw.ts';

/**
 * true       the tele's view of the scene
 * partial    the same, known on a part: the overlap ends there
 * occluded   something stands before a part of the tele's view
 * unrelated  another scene
 * none       nothing is known: a tile outside the overlap
 */
export type ReferenceKind = 'true' | 'partial' | 'occluded' | 'unrelated' | 'none';

export interface Reference {
  /** [3, 176, 176], grey 0.5 where it is not known. */
  readonly pixels: Float32Array;
  /** [176, 176], 1 where it is known, else 0. */
  readonly validity: Float32Array;
  /** For each of the truth's 32 x 32 cells the reference cell of 44 x 44 that shows the same, or -1. */
  readonly matches: Float32Array;
  /** All of the tele's picture, with what lies around the reference; null where nothing is known. */
  readonly picture: PlanarImage | null;
}

/** Of the tele's picture that is simulated; a multiple of 16, for compression. */
const viewSide = 16 * Math.ceil((referenceSide + 8) / 16);
const referenceStart = (viewSide - referenceSide) / 2;

/** What the network is given as the reference of a scene; with `isOwnTele` the photos are the tele camera's own. */
export function makeReference(
  scene: TrainingScene,
  photos: readonly SharpPhoto[],
  kind: ReferenceKind,
  random: Random,
  isOwnTele = false,
): Reference {
  const size = referenceSide * referenceSide;
  if (kind === 'none') {
    const matches = new Float32Array(truthCells * truthCells).fill(noMatch);
    return { pixels: new Float32Array(3 * size).fill(0.5), validity: new Float32Array(size), matches, picture: null };
  }
  const shown = kind === 'unrelated' ? { seen: cutSquare(photos, random.fork('unrelated')), object: null } : scene;
  const { displacements, colours } = isOwnTele ? ranges.ownTele : freeStrengths;
  const view = viewFromTele(shown, drawDisplacement(random.fork('displacement'), viewSide, displacements));
  const visible = kind === 'occluded' ? occluded(view, photos, random.fork('occluder')) : view;
  const photograph = isOwnTele ? photographTeleAgain : photographTele;
  const tele = photograph(visible.picture, random.fork('camera'));
  const isMatched = kind !== 'unrelated' || random.chance(ranges.reference.unrelatedMatched);
  if (isMatched) {
    const target =
      kind === 'unrelated'
        ? copyWindow(scene.seen, (sceneSide - viewSide) / 2, (sceneSide - viewSide) / 2, viewSide)
        : visible.picture;
    matchColours(tele, target, kind === 'unrelated' ? 0 : 1, random.fork('match'), colours);
  }
  const validity = kind === 'partial' ? drawPartialValidity(random.fork('validity')) : new Float32Array(size).fill(1);
  const pixels = copyWindow(tele, referenceStart, referenceStart, referenceSide);
  hide(pixels, validity);
  const matches =
    kind === 'unrelated'
      ? new Float32Array(truthCells * truthCells).fill(noMatch)
      : matchCells(placesOnTruth(visible.x), placesOnTruth(visible.y), validity);
  return { pixels: pixels.data, validity, matches, picture: clipped(tele) };
}

const freeStrengths = { displacements: ranges.displacement.strengths, colours: ranges.colours.strengths };

/** Another photo's content over a part of the view. */
function occluded(view: TeleView, photos: readonly SharpPhoto[], random: Random): TeleView {
  const other = cutSquare(photos, random.fork('picture'));
  const cover = drawShape(random.fork('shape'), viewSide);
  const picture = { ...view.picture, data: view.picture.data.slice() };
  for (let channel = 0; channel < 3; channel++) {
    const [plane, from] = [planeOf(picture, channel), planeOf(other, channel)];
    for (let at = 0; at < cover.length; at++) {
      const here = plane[at] ?? 0;
      const there = from[Math.floor(at / viewSide) * sceneSide + (at % viewSide)] ?? 0;
      plane[at] = here + (there - here) * (cover[at] ?? 0);
    }
  }
  const remaining = (places: Float32Array): Float32Array =>
    places.map((place, at) => ((cover[at] ?? 0) < 0.5 ? place : NaN));
  return { picture, x: remaining(view.x), y: remaining(view.y) };
}

function clipped(picture: PlanarImage): PlanarImage {
  return { ...picture, data: picture.data.map((value) => Math.min(1, Math.max(0, value))) };
}

/** Clips what is known to 0 to 1 and makes the rest grey, in place. */
function hide({ data }: PlanarImage, validity: Float32Array): void {
  const size = validity.length;
  for (let at = 0; at < data.length; at++)
    data[at] = validity[at % size] === 1 ? Math.min(1, Math.max(0, data[at] ?? 0)) : 0.5;
}

/** The reference's part of places in the scene, as places on the truth with pixel centres at integer + 0.5. */
function placesOnTruth(places: Float32Array): Float32Array {
  const onTruth = new Float32Array(referenceSide * referenceSide);
  for (let row = 0; row < referenceSide; row++) {
    for (let column = 0; column < referenceSide; column++) {
      const at = (row + referenceStart) * viewSide + column + referenceStart;
      onTruth[row * referenceSide + column] = (places[at] ?? NaN) + 0.5 - truthStart;
    }
  }
  return onTruth;
}

/** No reference cell shows the same. */
const noMatch = -1;

/** As far from a cell's centre as the nearest pixel of the reference may lie, in pixels; more than scale and turning make of half a diagonal. */
const furthest = 1;

/**
 * For each cell of the truth the number of the reference cell that shows what lies at its centre, or `noMatch`. `x` and `y` say for each
 * reference pixel which place of the truth it shows (pixel centres at integer + 0.5), NaN where none; `validity` which are known.
 */
export function matchCells(x: Float32Array, y: Float32Array, validity: Float32Array): Float32Array {
  const matches = new Float32Array(truthCells * truthCells).fill(noMatch);
  const distances = new Float32Array(matches.length).fill(furthest * furthest);
  for (let at = 0; at < x.length; at++) {
    const [placeX, placeY] = [x[at] ?? NaN, y[at] ?? NaN];
    if (!(placeX >= 0 && placeY >= 0 && placeX < truthSide && placeY < truthSide) || (validity[at] ?? 0) < 1) continue;
    const column = Math.floor(placeX / cellSide);
    const row = Math.floor(placeY / cellSide);
    const distance = (placeX - (column + 0.5) * cellSide) ** 2 + (placeY - (row + 0.5) * cellSide) ** 2;
    const cell = row * truthCells + column;
    if (distance >= (distances[cell] ?? 0)) continue;
    distances[cell] = distance;
    const referenceColumn = Math.floor((at % referenceSide) / cellSide);
    matches[cell] = Math.floor(at / referenceSide / cellSide) * referenceCells + referenceColumn;
  }
  return matches;
}

/** 1 on a half-plane, or inside or outside a rectangle: the overlap's edge or corner runs through the reference. */
function drawPartialValidity(random: Random): Float32Array {
  const model = ranges.reference;
  const validity = new Float32Array(referenceSide * referenceSide);
  if (random.chance(model.halfPlane)) {
    const angle = (random.integer(0, 3) * Math.PI) / 2 + drawFrom(random, model.tilt);
    const edge = drawFrom(random, model.edge);
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    fill(validity, (x, y) => (x - referenceSide / 2) * cosine + (y - referenceSide / 2) * sine < edge);
    return validity;
  }
  const [left, top] = [drawFrom(random, model.corner), drawFrom(random, model.corner)];
  const [width, height] = [drawFrom(random, model.side), drawFrom(random, model.side)];
  const isInside = random.chance(0.5);
  fill(validity, (x, y) => isInside === (x > left && x < left + width && y > top && y < top + height));
  return validity;
}

function fill(validity: Float32Array, isKnown: (x: number, y: number) => boolean): void {
  for (let row = 0; row < referenceSide; row++)
    for (let column = 0; column < referenceSide; column++)
      validity[row * referenceSide + column] = Number(isKnown(column + 0.5, row + 0.5));
}
