import { ashlar, brick, plaster, roofTiles, stone } from '../materials/masonry.ts';
import { paint } from '../materials/wood-and-cloth.ts';
import type { Random } from '../../../../native-models/random.ts';
import type { SceneBuilder } from '../rendering/scene-builder.ts';
import type { Colour, Material } from '../rendering/surface.ts';
import { plant } from './foliage.ts';
import type { Place } from './place.ts';
import { box, panel } from './solids.ts';
import { wall, windowIn, type Opening } from './walls-and-windows.ts';

const plasters: readonly Colour[] = [
  [0.72, 0.5, 0.27],
  [0.7, 0.6, 0.42],
  [0.62, 0.33, 0.22],
  [0.5, 0.56, 0.5],
  [0.74, 0.66, 0.55],
  [0.45, 0.53, 0.6],
  [0.68, 0.42, 0.34],
];
const shutterColours: readonly (Colour | null)[] = [
  [0.05, 0.16, 0.12],
  [0.08, 0.17, 0.26],
  [0.28, 0.07, 0.05],
  null,
  [0.2, 0.22, 0.2],
];
export const blossomColours: readonly Colour[] = [
  [0.75, 0.03, 0.05],
  [0.82, 0.16, 0.3],
  [0.85, 0.8, 0.76],
  [0.7, 0.12, 0.5],
];

export interface HouseOptions {
  width: number;
  /** To the eaves. */
  height: number;
  random: Random;
  /** Whether its windows open onto furnished rooms; houses far away can do without. */
  isNear: boolean;
}

/** A narrow town house with its front on the place's x-y plane. */
export function house(scene: SceneBuilder, place: Place, { width, height, random, isNear }: HouseOptions): void {
  const seed = random.integer(0, 9999);
  const choice = random.next();
  const front =
    choice < 0.62
      ? plaster(random.pick(plasters), seed)
      : choice < 0.85
        ? brick([0.4, 0.17, 0.1], seed)
        : ashlar([0.52, 0.47, 0.37], seed);
  const openings = houseOpenings(width, height, random);
  const trim = stone([0.58, 0.55, 0.48], seed + 1);
  wall(scene, place, { width, height, openings, material: front, reveal: 0.16, revealMaterial: trim });
  const shutters = random.pick(shutterColours);
  const curtain: Colour = random.pick([
    [0.7, 0.68, 0.62],
    [0.6, 0.5, 0.36],
    [0.5, 0.2, 0.16],
  ] as const);
  for (const opening of openings) {
    const isDoor = opening.y === 0;
    if (isDoor) {
      door(scene, place, opening, random);
      continue;
    }
    windowIn(scene, place, opening, {
      frame: [0.68, 0.67, 0.62],
      columns: 2,
      rows: isNear ? 4 : 2,
      depth: 0.12,
      curtain,
      shutters,
      sill: trim,
      random,
    });
    if (isNear && random.chance(0.5)) flowerBox(scene, place, opening, random);
  }
  box(scene, place, { x: 0, y: 0, z: 0, width, height: 0.5, depth: 0.05 }, trim);
  box(scene, place, { x: -0.02, y: height - 0.22, z: 0, width: width + 0.04, height: 0.22, depth: 0.14 }, trim);
  roof(scene, place, width, height, seed);
  // The party walls, so that a higher house shows its side above a lower one.
  for (const x of [0, width]) {
    scene.patch({
      origin: place.at(x, 0, 0),
      edgeU: place.along(0, 0, -8),
      edgeV: place.along(0, height, 0),
      facing: place.along(x === 0 ? -1 : 1, 0, 0),
      material: front,
    });
  }
}

/** A tiled slope above a front, with its gutter. */
export function roof(scene: SceneBuilder, place: Place, width: number, height: number, seed: number): void {
  const back = 4;
  const rise = 2.7;
  scene.patch({
    origin: place.at(-0.1, height - 0.05, 0.3),
    edgeU: place.along(width + 0.2, 0, 0),
    edgeV: place.along(0, rise, -back),
    facing: place.along(0, 1, 1),
    material: roofTiles([0.42, 0.16, 0.085], seed),
    texture: [0, 0],
  });
  box(
    scene,
    place,
    { x: -0.1, y: height - 0.1, z: 0.24, width: width + 0.2, height: 0.1, depth: 0.1 },
    paint([0.13, 0.15, 0.14], seed),
  );
  const chimney = brick([0.36, 0.16, 0.1], seed + 3);
  box(scene, place, { x: width * 0.78, y: height + 0.6, z: -2.6, width: 0.62, height: 2.2, depth: 0.62 }, chimney);
  for (const x of [0.08, 0.36]) {
    box(
      scene,
      place,
      { x: width * 0.78 + x, y: height + 2.8, z: -2.4, width: 0.18, height: 0.34, depth: 0.18 },
      plaster([0.5, 0.22, 0.12], seed + 4),
    );
  }
}

/** A box of flowers on a window's sill. */
export function flowerBox(scene: SceneBuilder, place: Place, { x, y, width }: Opening, random: Random): void {
  const wooden: Material = paint(
    random.pick([
      [0.05, 0.13, 0.09],
      [0.3, 0.09, 0.05],
      [0.12, 0.1, 0.08],
    ] as const),
    random.integer(0, 999),
  );
  box(scene, place, { x: x + 0.04, y: y - 0.02, z: 0.02, width: width - 0.08, height: 0.17, depth: 0.18 }, wooden);
  plant(scene, place.moved(x + width / 2, y + 0.1, 0.12), {
    size: [width * 0.5, 0.26, 0.15],
    leaves: 420,
    leafLength: 0.055,
    blossoms: [random.pick(blossomColours), random.pick(blossomColours)],
    random,
  });
}

/** A panelled door with a light above it, set back in its opening. */
export function door(scene: SceneBuilder, place: Place, { x, y, width, height }: Opening, random: Random): void {
  const colour: Colour = random.pick([
    [0.1, 0.2, 0.17],
    [0.3, 0.06, 0.04],
    [0.07, 0.12, 0.24],
    [0.26, 0.16, 0.08],
  ] as const);
  const painted = paint(colour, random.integer(0, 999));
  const back = -0.14;
  panel(scene, place, { x, y, z: back, width, height }, painted);
  for (const [left, bottom, w, h] of [
    [0.12, 0.1, 0.33, 0.3],
    [0.55, 0.1, 0.33, 0.3],
    [0.12, 0.48, 0.33, 0.42],
    [0.55, 0.48, 0.33, 0.42],
  ] as const) {
    box(
      scene,
      place,
      { x: x + left * width, y: y + bottom * height, z: back, width: w * width, height: h * height, depth: 0.025 },
      painted,
    );
  }
  scene.sphere(place.at(x + width * 0.9, y + 1.02, back + 0.05), 0.03, paint([0.5, 0.36, 0.12], 2, 0.08));
}

function houseOpenings(width: number, height: number, random: Random): Opening[] {
  const columns = Math.max(2, Math.round(width / 2));
  const storey = 3;
  const storeys = Math.max(1, Math.floor(height / storey));
  const openings: Opening[] = [];
  const doorColumn = random.integer(0, columns - 1);
  for (let level = 0; level < storeys; level++) {
    for (let column = 0; column < columns; column++) {
      const middle = ((column + 0.5) * width) / columns;
      if (level === 0 && column === doorColumn) openings.push({ x: middle - 0.52, y: 0, width: 1.04, height: 2.3 });
      else
        openings.push({
          x: middle - 0.5,
          y: level * storey + 0.95,
          width: 1,
          height: Math.min(1.65, height - level * storey - 1.5),
        });
    }
  }
  return openings;
}
