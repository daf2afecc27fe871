import { stone } from '../materials/masonry.ts';
import { glowing, paint, stripedCanvas, wood } from '../materials/wood-and-cloth.ts';
import type { Random } from '../../../../native-models/random.ts';
import type { SceneBuilder } from '../rendering/scene-builder.ts';
import type { Colour, Material } from '../rendering/surface.ts';
import { bookCover, rowOfBooks } from './books.ts';
import type { Place } from './place.ts';
import { fascia, letterPoster, notice } from './posters.ts';
import { box, panel } from './solids.ts';
import { glazing, type Opening } from './walls-and-windows.ts';

export interface ShopfrontOptions {
  width: number;
  /** To the top of the board with the name. */
  height: number;
  colour: Colour;
  name: string;
  trade: string;
  random: Random;
}

/** A wooden shopfront: display window, door, pilasters and a lettered board. */
export function shopfront(scene: SceneBuilder, place: Place, options: ShopfrontOptions): void {
  const { width, height, colour, name, trade, random } = options;
  const painted = paint(colour, random.integer(0, 999), 0.04);
  const board = 0.62;
  const lintel = height - board - 0.1;
  const doorWidth = 1.02;
  const window: Opening = { x: 0.26, y: 0.68, width: width - doorWidth - 0.78, height: lintel - 0.68 };
  const entrance: Opening = { x: width - doorWidth - 0.28, y: 0.06, width: doorWidth, height: lintel - 0.06 };

  for (const x of [0, entrance.x - 0.26, width - 0.26]) pilaster(scene, place, x, lintel, painted);
  box(scene, place, { x: 0.2, y: 0.06, z: -0.1, width: window.width + 0.12, height: 0.6, depth: 0.1 }, painted);
  const panels = 3;
  for (let index = 0; index < panels; index++) {
    const each = window.width / panels;
    raisedPanel(
      scene,
      place,
      { x: window.x + index * each + 0.06, y: 0.16, width: each - 0.12, height: 0.4 },
      0,
      painted,
    );
  }
  box(scene, place, { x: 0.2, y: 0.62, z: -0.12, width: window.width + 0.12, height: 0.06, depth: 0.19 }, painted);
  box(scene, place, { x: 0, y: 0, z: -0.2, width, height: 0.07, depth: 0.34 }, stone([0.45, 0.43, 0.4], 8));

  glazing(scene, place, window, { frame: colour, columns: 3, rows: 1, depth: 0.08, random });
  box(
    scene,
    place,
    { x: window.x, y: lintel - 0.5, z: -0.08, width: window.width, height: 0.05, depth: 0.06 },
    painted,
  );
  display(scene, place, window, random);
  shopDoor(scene, place, entrance, colour, random);

  box(scene, place, { x: -0.06, y: lintel, z: -0.1, width: width + 0.12, height: 0.1, depth: 0.24 }, painted);
  panel(
    scene,
    place,
    { x: 0, y: lintel + 0.1, z: 0.1, width, height: board },
    fascia(width, board, colour, name, trade),
  );
  box(scene, place, { x: 0, y: lintel + 0.1, z: -0.1, width, height: board, depth: 0.198 }, painted);
  for (const [step, reach] of [0.2, 0.27, 0.32].entries()) {
    box(
      scene,
      place,
      {
        x: -0.02 - step * 0.03,
        y: height + step * 0.045,
        z: -0.1,
        width: width + 0.04 + step * 0.06,
        height: 0.045,
        depth: 0.1 + reach,
      },
      painted,
    );
  }
}

/** Striped canvas over a shop window, with a scalloped hem. */
export function awning(
  scene: SceneBuilder,
  place: Place,
  width: number,
  reach: number,
  drop: number,
  random: Random,
): void {
  const [first, second] = random.pick([
    [
      [0.5, 0.05, 0.04],
      [0.8, 0.74, 0.62],
    ],
    [
      [0.06, 0.24, 0.13],
      [0.8, 0.75, 0.63],
    ],
    [
      [0.07, 0.16, 0.33],
      [0.8, 0.76, 0.66],
    ],
  ] as const);
  const stripe = width / (2 * Math.round(width / 0.44) + 1);
  const canvas = stripedCanvas(first, second, stripe, random.integer(0, 999));
  const hem = 0.17;
  scene.patch({
    origin: place.at(0, -drop, reach),
    edgeU: place.along(width, 0, 0),
    edgeV: place.along(0, drop, -reach),
    facing: place.along(0, 1, 1),
    material: canvas,
    texture: [0, 0],
  });
  panel(scene, place, { x: 0, y: -drop - hem * 0.5, z: reach, width, height: hem * 0.5, isContinuous: true }, canvas);
  for (let scallop = 0; scallop * stripe < width - 0.01; scallop++) {
    const colour = scallop % 2 === 0 ? 0 : stripe;
    scene.patch({
      origin: place.at(scallop * stripe, -drop - hem, reach),
      edgeU: place.along(stripe, 0, 0),
      edgeV: place.along(0, hem, 0),
      facing: place.along(0, 0, 1),
      material: canvas,
      shape: 'disc',
      texture: [colour, 0],
    });
  }
  const iron = paint([0.04, 0.045, 0.045], 5);
  for (const x of [0.02, width - 0.04]) {
    box(scene, place, { x, y: -drop, z: 0, width: 0.02, height: 0.02, depth: reach }, iron);
  }
}

function pilaster(scene: SceneBuilder, place: Place, x: number, height: number, material: Material): void {
  box(scene, place, { x, y: 0, z: -0.1, width: 0.24, height, depth: 0.16 }, material);
  box(scene, place, { x: x - 0.02, y: 0, z: -0.1, width: 0.28, height: 0.32, depth: 0.19 }, material);
  box(scene, place, { x: x - 0.02, y: height - 0.14, z: -0.1, width: 0.28, height: 0.14, depth: 0.2 }, material);
  for (const groove of [0.055, 0.11, 0.165]) {
    box(
      scene,
      place,
      { x: x + groove - 0.012, y: 0.4, z: 0.05, width: 0.03, height: height - 0.62, depth: 0.022 },
      material,
    );
  }
}

function raisedPanel(
  scene: SceneBuilder,
  place: Place,
  { x, y, width, height }: Opening,
  z: number,
  material: Material,
): void {
  box(scene, place, { x, y, z, width, height, depth: 0.015 }, material);
  box(scene, place, { x: x + 0.05, y: y + 0.05, z, width: width - 0.1, height: height - 0.1, depth: 0.032 }, material);
}

/** Shelves behind the glass, lit from above. */
function display(scene: SceneBuilder, place: Place, window: Opening, random: Random): void {
  const { x, y, width, height } = window;
  const deep = 0.85;
  const timber = wood([0.4, 0.25, 0.13], random.integer(0, 99));
  const back = -0.1 - deep;
  panel(scene, place, { x: x - 0.1, y: y - 0.1, z: back, width: width + 0.2, height: height + 0.2 }, timber);
  box(scene, place, { x: x - 0.02, y: y - 0.06, z: back, width: width + 0.04, height: 0.06, depth: deep }, timber);
  box(scene, place, { x: x - 0.06, y, z: back, width: 0.05, height, depth: deep }, timber);
  box(scene, place, { x: x + width + 0.01, y, z: back, width: 0.05, height, depth: deep }, timber);
  scene.patch({
    origin: place.at(x, y + height - 0.02, back),
    edgeU: place.along(width, 0, 0),
    edgeV: place.along(0, 0, deep - 0.12),
    facing: place.along(0, -1, 0),
    material: glowing([1.9, 1.35, 0.75]),
  });
  const shelves = [0.3, 0.7, 1.08, 1.44].filter((rise) => rise < height - 0.25);
  shelves.forEach((rise, index) => {
    const next = shelves[index + 1] ?? height - 0.06;
    const shelfDepth = 0.32;
    box(scene, place, { x, y: y + rise - 0.03, z: back, width, height: 0.03, depth: shelfDepth }, timber);
    rowOfBooks(
      scene,
      place,
      { x, y: y + rise, z: back + shelfDepth - 0.01, width, height: Math.min(0.34, next - rise - 0.05), depth: 0.25 },
      random,
    );
  });
  for (let left = x + 0.12; left < x + width - 0.36; left += random.between(0.3, 0.44)) {
    const tall = random.between(0.24, 0.33);
    const standing = place
      .moved(left, y + 0.003, back + random.between(0.5, 0.66))
      .turned(random.between(-12, 12))
      .leaned(12);
    bookCover(scene, standing, tall * 0.7, tall, random);
  }
}

function shopDoor(scene: SceneBuilder, place: Place, opening: Opening, colour: Colour, random: Random): void {
  const { x, y, width, height } = opening;
  const painted = paint(colour, random.integer(0, 999), 0.04);
  const fanlight = 0.42;
  const leafHeight = height - fanlight;
  box(scene, place, { x, y, z: -0.14, width, height: 0.74, depth: 0.05 }, painted);
  raisedPanel(scene, place, { x: x + 0.14, y: y + 0.14, width: width - 0.28, height: 0.46 }, -0.09, painted);
  glazing(
    scene,
    place,
    { x, y: y + 0.74, width, height: leafHeight - 0.74 },
    { frame: colour, columns: 1, rows: 1, depth: 0.13, random },
  );
  for (const left of [x, x + width - 0.13])
    box(scene, place, { x: left, y, z: -0.14, width: 0.13, height: leafHeight, depth: 0.055 }, painted);
  box(scene, place, { x, y: y + leafHeight, z: -0.14, width, height: 0.09, depth: 0.1 }, painted);
  glazing(
    scene,
    place,
    { x, y: y + leafHeight + 0.09, width, height: fanlight - 0.09 },
    { frame: colour, columns: 3, rows: 1, depth: 0.12, random },
  );
  const inside = wood([0.3, 0.2, 0.12], 12);
  panel(scene, place, { x: x - 0.3, y: 0, z: -1.6, width: width + 0.6, height: height + 0.3 }, inside);
  rowOfBooks(scene, place, { x: x - 0.2, y: 1.15, z: -1.3, width: width + 0.4, height: 0.3, depth: 0.2 }, random);
  rowOfBooks(scene, place, { x: x - 0.2, y: 1.55, z: -1.3, width: width + 0.4, height: 0.3, depth: 0.2 }, random);
  scene.patch({
    origin: place.at(x - 0.3, height - 0.1, -1.6),
    edgeU: place.along(width + 0.6, 0, 0),
    edgeV: place.along(0, 0, 1.3),
    facing: place.along(0, -1, 0),
    material: glowing([1.5, 1.05, 0.6]),
  });
  const brass = paint([0.55, 0.38, 0.12], 2, 0.09);
  scene.sphere(place.at(x + 0.07, y + 0.98, -0.06), 0.03, brass);
  panel(scene, place, { x: x + 0.3, y: y + 1.42, z: -0.11, width: 0.24, height: 0.34 }, notice(0.24, 0.34, random));
  panel(
    scene,
    place,
    { x: x + 0.58, y: y + 1.02, z: -0.11, width: 0.24, height: 0.34 },
    letterPoster(0.24, 0.34, random),
  );
}
