import { describe, expect, it } from 'vitest';
import { createPlanarImage, planeOf, type PlanarImage } from '#native-models/simulation/planar-image';
import { referenceCells, referenceSide, sceneSide, truthCells } from '#native-models/simulation/tile-geometry';
import { createRandom } from '#native-models/random';
import { type Displacement, drawDisplacement } from '#native-models/simulation/reference/displacement';
import {
  matchCells,
  makeReference,
  type Reference,
  type ReferenceKind,
} from '#native-models/simulation/reference/references';
import { syntheticPhotos } from '#native-models/simulation/painted-photos/paint-photos';
import { cutScene } from '#native-models/simulation/scene/cut-scene';
import { viewFromTele } from '#native-models/simulation/reference/tele-view';

const known = new Float32Array(referenceSide * referenceSide).fill(1);

/** Places of the truth that a reference shows when its content lies `right` and `down` of where it would without displacement. */
function shifted(right: number, down: number): [Float32Array, Float32Array] {
  const place = (at: number): number => at + 0.5 - 24;
  return [
    known.map((_, at) => place(at % referenceSide) - right),
    known.map((_, at) => place(Math.floor(at / referenceSide)) - down),
  ];
}

describe('matching cells', () => {
  it('finds none where nothing is known, nothing is shown, or nothing is near', () => {
    const [x, y] = shifted(0, 0);
    const nothing = (matches: Float32Array): boolean => matches.every((match) => match === -1);
    expect(nothing(matchCells(x, y, new Float32Array(known.length)))).toBe(true);
    expect(nothing(matchCells(new Float32Array(known.length).fill(NaN), y, known))).toBe(true);
    const [farX, farY] = shifted(200, 0);
    expect(nothing(matchCells(farX, farY, known))).toBe(true);
  });

  it('finds the middle of the reference without displacement', () => {
    const matches = matchCells(...shifted(0, 0), known);
    expect(matches[0]).toBe(6 * 44 + 6);
    expect(matches[1023]).toBe(37 * 44 + 37);
    expect(matches[32 * 3 + 5]).toBe(9 * 44 + 11);
  });

  it('follows a planted displacement of whole cells', () => {
    const matches = matchCells(...shifted(8, -12), known);
    for (let cell = 0; cell < truthCells ** 2; cell++)
      expect(matches[cell]).toBe(
        (6 - 3 + Math.floor(cell / truthCells)) * referenceCells + 6 + 2 + (cell % truthCells),
      );
  });

  it('says none for cells whose content lies beyond the reference or where it is not known', () => {
    const outside = matchCells(...shifted(40, 0), known);
    for (let cell = 0; cell < truthCells ** 2; cell++)
      expect(outside[cell] === -1).toBe(cell % truthCells >= truthCells - 4);
    const half = known.map((_, at) => Number(at % referenceSide < referenceSide / 2));
    const partly = matchCells(...shifted(0, 0), half);
    for (let cell = 0; cell < truthCells ** 2; cell++)
      expect(partly[cell] === -1).toBe(cell % truthCells >= truthCells / 2);
  });
});

describe('the view of the tele', () => {
  const still: Displacement = {
    side: 128,
    x: Float32Array.from({ length: 128 * 128 }, (_, at) => (at % 128) + 16),
    y: Float32Array.from({ length: 128 * 128 }, (_, at) => Math.floor(at / 128) + 16),
  };
  const behind = flat(0.2);
  const picture = flat(0.8);
  const cover = Float32Array.from({ length: sceneSide ** 2 }, (_, at) => {
    const [x, y] = [at % sceneSide, Math.floor(at / sceneSide)];
    return Number(x >= 60 && x < 80 && y >= 60 && y < 80);
  });
  const seen = { ...behind, data: behind.data.map((value, at) => (cover[at % cover.length] === 1 ? 0.8 : value)) };
  const at = (x: number, y: number): number => (y - 16) * 128 + x - 16;

  it('is the scene where nothing moves', () => {
    const view = viewFromTele({ seen, object: null }, still);
    expect(planeOf(view.picture, 1)[at(70, 70)]).toBeCloseTo(0.8, 5);
    expect([view.x[at(70, 71)], view.y[at(70, 71)]]).toEqual([70, 71]);
  });

  it('shows an object where it has moved to, and knows nothing of what it uncovered', () => {
    const view = viewFromTele({ seen, object: { picture, cover, behind, shift: { x: 10, y: 0 } } }, still);
    const green = planeOf(view.picture, 1);
    // Uncovered: the scene behind, which the wide does not show.
    expect(green[at(62, 70)]).toBeCloseTo(0.2, 5);
    expect(view.x[at(62, 70)]).toBeNaN();
    // Where it now stands: what it hides has no place any more.
    expect(green[at(85, 70)]).toBeCloseTo(0.8, 5);
    expect([view.x[at(85, 70)], view.y[at(85, 70)]]).toEqual([75, 70]);
    expect([...view.x].some((place, index) => place === 85 && view.y[index] === 70)).toBe(false);
    // Elsewhere nothing happens.
    expect([view.x[at(120, 40)], view.y[at(120, 40)]]).toEqual([120, 40]);
  });

  it('has no place for an object that is gone', () => {
    const view = viewFromTele({ seen, object: { picture, cover, behind, shift: null } }, still);
    expect(planeOf(view.picture, 2)[at(70, 70)]).toBeCloseTo(0.2, 5);
    expect(view.x[at(70, 70)]).toBeNaN();
    expect(view.x[at(50, 70)]).toBe(50);
  });
});

describe('displacement', () => {
  it('stays near the middle and is smooth', () => {
    const random = createRandom(3);
    for (let draw = 0; draw < 20; draw++) {
      const { x, side } = drawDisplacement(random, 128);
      const middle = x[64 * side + 64] ?? 0;
      expect(Math.abs(middle - sceneSide / 2)).toBeLessThan(30);
      const row = x.subarray(64 * side, 65 * side);
      const steps = Array.from(row.subarray(1), (place, at) => Math.abs(place - (row[at] ?? 0) - 1));
      expect(Math.max(...steps)).toBeLessThan(1);
    }
  });
});

describe('makeReference', () => {
  const photos = syntheticPhotos(2, 3);
  const reference = (kind: ReferenceKind): Reference =>
    makeReference(cutScene(photos, createRandom(1)), photos, kind, createRandom(2));

  it('knows nothing, and has no picture, without a reference', () => {
    const { pixels, validity, matches, picture } = reference('none');
    expect(picture).toBeNull();
    expect(pixels.every((value) => value === 0.5)).toBe(true);
    expect(validity.every((value) => value === 0)).toBe(true);
    expect(matches.every((match) => match === -1)).toBe(true);
  });

  it.each(['true', 'partial'] as const)('has what lies around it in its picture: %s', (kind) => {
    const { pixels, validity, picture } = reference(kind);
    if (picture === null) throw new Error('Expected a picture, received none');
    expect(picture.width).toBeGreaterThan(referenceSide);
    expect(picture.data.every((value) => value >= 0 && value <= 1)).toBe(true);
    const start = (picture.width - referenceSide) / 2;
    const size = referenceSide ** 2;
    const differs = pixels.findIndex((value, at) => {
      const [channel, inPlane] = [Math.floor(at / size), at % size];
      const row = start + Math.floor(inPlane / referenceSide);
      const place = (channel * picture.height + row) * picture.width + start + (inPlane % referenceSide);
      return value !== (validity[inPlane] === 1 ? picture.data[place] : 0.5);
    });
    expect(differs).toBe(-1);
  });
});

function flat(value: number): PlanarImage {
  const image = createPlanarImage(sceneSide, sceneSide);
  image.data.fill(value);
  return image;
}
