import type { Random } from '../../../../native-models/random.ts';
import { cloth, glass, louvres, paint } from '../materials/wood-and-cloth.ts';
import type { SceneBuilder } from '../rendering/scene-builder.ts';
import type { Colour, Material } from '../rendering/surface.ts';
import type { Place } from './place.ts';
import { box, panel } from './solids.ts';

/** A rectangle of a wall, metres from the wall's lower left corner. */
export interface Opening {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface WallOptions {
  width: number;
  height: number;
  openings: readonly Opening[];
  material: Material;
  /** Thickness that shows inside the openings. */
  reveal: number;
  revealMaterial: Material;
}

/** A flat wall with rectangular holes and the sides of those holes. */
export function wall(scene: SceneBuilder, place: Place, options: WallOptions): void {
  const { width, height, openings, material, reveal, revealMaterial } = options;
  const rows = cuts(
    openings.flatMap((one) => [one.y, one.y + one.height]),
    height,
  );
  for (const [bottom, top] of rows) {
    const middle = (bottom + top) / 2;
    const here = openings.filter((one) => one.y < middle && one.y + one.height > middle);
    for (const [left, right] of cuts(
      here.flatMap((one) => [one.x, one.x + one.width]),
      width,
    )) {
      const centre = (left + right) / 2;
      if (here.some((one) => one.x < centre && one.x + one.width > centre)) continue;
      panel(
        scene,
        place,
        { x: left, y: bottom, z: 0, width: right - left, height: top - bottom, isContinuous: true },
        material,
      );
    }
  }
  for (const opening of openings) revealOf(scene, place, opening, reveal, revealMaterial);
}

export interface WindowOptions {
  frame: Colour;
  columns: number;
  rows: number;
  /** How far behind the wall's face the frame sits. */
  depth: number;
  curtain: Colour | null;
  shutters: Colour | null;
  sill: Material;
  random: Random;
}

/** Frame, glazing bars, panes, a dim room with curtains behind, a sill, and shutters folded open. */
export function windowIn(scene: SceneBuilder, place: Place, opening: Opening, options: WindowOptions): void {
  const { depth, curtain, shutters, sill, random } = options;
  const { x, y, width, height } = opening;
  glazing(scene, place, opening, options);
  room(scene, place, opening, depth, curtain, random);
  box(
    scene,
    place,
    { x: x - 0.06, y: y - 0.07, z: -depth, width: width + 0.12, height: 0.07, depth: depth + 0.06 },
    sill,
  );
  if (shutters === null) return;
  const wing = width / 2;
  const slats = louvres(shutters, random.integer(0, 999));
  const stile = paint(shutters, random.integer(0, 999), 0.02);
  for (const left of [x - wing - 0.04, x + width + 0.04]) {
    const rim = 0.05;
    panel(scene, place, { x: left, y, z: 0.03, width: wing, height }, slats);
    for (const [bx, by, w, h] of [
      [left, y, rim, height],
      [left + wing - rim, y, rim, height],
      [left, y, wing, rim],
      [left, y + height - rim, wing, rim],
      [left, y + height * 0.5, wing, rim],
    ] as const) {
      box(scene, place, { x: bx, y: by, z: 0.005, width: w, height: h, depth: 0.04 }, stile);
    }
  }
}

/** The frame with its bars, and one pane behind them. */
export function glazing(
  scene: SceneBuilder,
  place: Place,
  { x, y, width, height }: Opening,
  { frame, columns, rows, depth, random }: Pick<WindowOptions, 'frame' | 'columns' | 'rows' | 'depth' | 'random'>,
): void {
  const painted = paint(frame, random.integer(0, 999));
  const rim = 0.055;
  const bar = 0.026;
  const bars: [number, number, number, number, number][] = [
    [x, y, rim, height, 0.05],
    [x + width - rim, y, rim, height, 0.05],
    [x, y, width, rim, 0.05],
    [x, y + height - rim, width, rim, 0.05],
  ];
  for (let column = 1; column < columns; column++) {
    bars.push([x + (width * column) / columns - bar / 2, y, bar, height, 0.034]);
  }
  for (let row = 1; row < rows; row++) {
    const isMeetingRail = row * 2 === rows;
    const thickness = isMeetingRail ? bar * 1.7 : bar;
    bars.push([x, y + (height * row) / rows - thickness / 2, width, thickness, isMeetingRail ? 0.045 : 0.034]);
  }
  for (const [left, bottom, w, h, thick] of bars) {
    box(scene, place, { x: left, y: bottom, z: -depth, width: w, height: h, depth: thick }, painted);
  }
  panel(scene, place, { x, y, z: -depth + 0.012, width, height }, glass);
}

function room(
  scene: SceneBuilder,
  place: Place,
  { x, y, width, height }: Opening,
  depth: number,
  curtain: Colour | null,
  random: Random,
): void {
  const dim = random.between(0.1, 0.22);
  panel(
    scene,
    place,
    { x: x - 0.4, y: y - 0.4, z: -depth - 1.1, width: width + 0.8, height: height + 0.8 },
    cloth([dim, dim * 0.92, dim * 0.8], 3),
  );
  if (curtain === null) return;
  const drawn = random.between(0.22, 0.44);
  const hanging = cloth(curtain, random.integer(0, 999));
  for (const left of [x - 0.02, x + width * (1 - drawn) + 0.02]) {
    panel(
      scene,
      place,
      { x: left, y: y - 0.05, z: -depth - 0.09, width: width * drawn, height: height + 0.1 },
      hanging,
    );
  }
}

function revealOf(scene: SceneBuilder, place: Place, opening: Opening, depth: number, material: Material): void {
  const { x, y, width, height } = opening;
  const upright = place.along(0, height, 0);
  const level = place.along(width, 0, 0);
  const inwards = place.along(0, 0, -depth);
  const right = place.along(1, 0, 0);
  const up = place.along(0, 1, 0);
  const sides = [
    { origin: place.at(x, y, 0), edgeU: inwards, edgeV: upright, facing: right },
    { origin: place.at(x + width, y, 0), edgeU: inwards, edgeV: upright, facing: place.along(-1, 0, 0) },
    { origin: place.at(x, y, 0), edgeU: level, edgeV: inwards, facing: up },
    { origin: place.at(x, y + height, 0), edgeU: level, edgeV: inwards, facing: place.along(0, -1, 0) },
  ];
  for (const side of sides) scene.patch({ ...side, material });
}

function cuts(at: readonly number[], end: number): [number, number][] {
  const sorted = [...new Set([0, ...at.filter((one) => one > 0 && one < end), end])].sort((a, b) => a - b);
  return sorted.slice(1).map((to, index) => [sorted[index] ?? 0, to]);
}
