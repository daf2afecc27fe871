import { planeOf, type PlanarImage } from '../planar-image.ts';
import type { Random } from '../../random.ts';
import { copyWindow } from '../scene/copy-window.ts';
import { cutSquare, type SharpPhoto, type TrainingScene } from '../scene/cut-scene.ts';
import { drawDisplacement } from './displacement.ts';
import { matchCells, noMatch } from './match-cells.ts';
import { drawPartialValidity } from './reference-validity.ts';
import ranges from '../ranges.json' with { type: 'json' };
import { drawShape } from '../scene/shapes.ts';
import { matchColours } from './tele-colours.ts';
import { photographTele, photographTeleAgain } from './tele-cameras.ts';
import { viewFromTele, type TeleView } from './tele-view.ts';
import { referenceSide, sceneSide, truthCells, truthStart } from '../tile-geometry.ts';

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
