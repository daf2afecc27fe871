import { cobbles, pavement } from '../materials/ground.ts';
import { ashlar, brick, plaster, roofTiles, stone } from '../materials/masonry.ts';
import { paint } from '../materials/wood-and-cloth.ts';
import type { Random } from '../../../../native-models/random.ts';
import type { SceneBuilder } from '../rendering/scene-builder.ts';
import type { Colour } from '../rendering/surface.ts';
import { fallenLeaves, hangingBranch, ivy, tree } from './foliage.ts';
import { fruitStall } from './fruit-stall.ts';
import { flowerBox, house, roof } from './houses.ts';
import { createPlace, type Place } from './place.ts';
import { fascia, letterPoster, notice, picturePoster } from './posters.ts';
import { awning, shopfront } from './shopfront.ts';
import { box, panel, rod } from './solids.ts';
import {
  bargainShelf,
  bunting,
  cafeChair,
  cafeTable,
  flowerBucket,
  lantern,
  pavementBoard,
  pottedPlant,
} from './street-furniture.ts';
import { wall, windowIn, type Opening } from './walls-and-windows.ts';
import { grocerName, shopName } from '../../../../native-models/simulation/painted-photos/words.ts';

/** Distance of the shops' fronts from a viewer who stands at z = 0. */
export const shopFrontDistance = 10.5;

const boundary = -2.2;
const corner = 3;
const eaves = 6.15;
/** The side street's heading, degrees from the shop fronts. */
const streetHeading = 69;

/** A bookshop and a greengrocer on a cobbled street that leads away to the right, towards a church. */
export function buildMarketStreet(scene: SceneBuilder, random: Random): void {
  const fronts = createPlace([0, 0, shopFrontDistance]);
  ground(scene, fronts);
  bookshop(scene, fronts.moved(boundary, 0, 0), random.fork('bookshop'));
  grocer(scene, fronts.moved(boundary - 6.4, 0, 0), 6.4, random.fork('grocer'));
  sideStreet(scene, random.fork('side street'));
  opposite(scene, random.fork('opposite'));
  foreground(scene, random.fork('foreground'));
  const green = random.fork('trees');
  tree(scene, { foot: [8.6, -0.12, 16.5], height: 5.6, forks: 6, leafLength: 0.15, leavesPerTwig: 12, random: green });
  tree(scene, { foot: [14.5, -0.12, 27], height: 5.4, forks: 5, leafLength: 0.22, leavesPerTwig: 9, random: green });
  // Stands beside the viewer: only its shade is seen.
  tree(scene, { foot: [-6.2, -0.12, -0.6], height: 7.4, forks: 6, leafLength: 0.16, leavesPerTwig: 6, random: green });
  fallenLeaves(scene, 260, green);
  hangingBranch(scene, [-3.3, 4.1, 5.2], [-1.75, 3.25, 5], 620, green);
  hangingBranch(scene, [-3.2, 3.5, 5.6], [-2.3, 3.15, 5.2], 380, green);
}

/** Things near the viewer, which the two cameras see from noticeably different sides. */
function foreground(scene: SceneBuilder, random: Random): void {
  const road = createPlace([0, -0.12, 0]);
  const buckets: [x: number, z: number, height: number][] = [
    [-2.95, 6.6, 0.9],
    [-2.5, 6.75, 0.95],
    [-2.05, 6.7, 0.88],
    [-2.75, 6.15, 0.72],
    [-2.3, 6.2, 0.78],
    [-1.85, 6.3, 0.7],
    [-3.2, 6.2, 0.75],
  ];
  for (const [x, z, height] of buckets) flowerBucket(scene, road.moved(x, 0, -z), height, random);
  cafeTable(scene, road.moved(2.75, 0, -5.9), random);
  cafeChair(scene, road.moved(2.1, 0, -6.1).turned(75), random);
  cafeChair(scene, road.moved(3.35, 0, -6.35).turned(-50), random);
}

function ground(scene: SceneBuilder, fronts: Place): void {
  const road = cobbles(41);
  const flags = pavement(42);
  const pave = (fromX: number, fromZ: number, toX: number, toZ: number, tile: number): void => {
    for (let x = fromX; x < toX; x += tile) {
      for (let z = fromZ; z < toZ; z += tile) {
        scene.patch({
          origin: [x, -0.12, z],
          edgeU: [tile, 0, 0],
          edgeV: [0, 0, tile],
          facing: [0, 1, 0],
          material: road,
          texture: [x, z],
        });
      }
    }
  };
  pave(-8, 2, 12, 22, 4);
  pave(-28, -28, 52, 2, 10);
  pave(-28, 2, -8, 22, 10);
  pave(12, 2, 52, 22, 10);
  pave(-28, 22, 72, 122, 20);
  for (let x = -14; x < corner; x += 4.25) {
    scene.patch({
      origin: fronts.at(x, 0, 1.45),
      edgeU: [4.25, 0, 0],
      edgeV: [0, 0, 1.6],
      facing: [0, 1, 0],
      material: flags,
      texture: [x, 0],
    });
  }
  const kerb = stone([0.46, 0.44, 0.41], 43);
  for (let x = -14; x < corner; x += 0.9) {
    box(
      scene,
      fronts,
      { x: x + 0.004, y: -0.14, z: 1.42, width: Math.min(0.892, corner + 0.3 - x), height: 0.143, depth: 0.16 },
      kerb,
    );
  }
}

function bookshop(scene: SceneBuilder, place: Place, random: Random): void {
  const width = corner - boundary;
  const front = 3.42;
  const opening: Opening = { x: 0.1, y: 0, width: width - 0.2, height: front };
  const windows: Opening[] = [0.55, 2.1, 3.65].map((x) => ({ x, y: 4.1, width: 1, height: 1.55 }));
  const masonry = brick([0.43, 0.16, 0.092], 51);
  const trim = stone([0.6, 0.56, 0.48], 52);
  wall(scene, place, {
    width,
    height: eaves,
    openings: [opening, ...windows],
    material: masonry,
    reveal: 0.14,
    revealMaterial: trim,
  });
  const colour: Colour = random.pick([
    [0.014, 0.065, 0.045],
    [0.015, 0.04, 0.085],
    [0.11, 0.02, 0.022],
  ] as const);
  const { name, trade } = shopName(random);
  shopfront(scene, place.moved(0.1, 0, 0.04), { width: width - 0.2, height: front, colour, name, trade, random });
  for (const one of windows) {
    windowIn(scene, place, one, {
      frame: [0.72, 0.71, 0.66],
      columns: 2,
      rows: 4,
      depth: 0.1,
      curtain: [0.72, 0.69, 0.6],
      shutters: null,
      sill: trim,
      random,
    });
    box(
      scene,
      place,
      { x: one.x - 0.1, y: one.y + one.height, z: -0.05, width: one.width + 0.2, height: 0.2, depth: 0.08 },
      trim,
    );
    flowerBox(scene, place, one, random);
  }
  box(scene, place, { x: -0.02, y: eaves - 0.3, z: 0, width: width + 0.04, height: 0.3, depth: 0.16 }, trim);
  roof(scene, place, width, eaves, 53);
  lantern(scene, place.moved(3.3, 3.62, 0));
  ivy(scene, place.moved(0, 0, 0.06), { x: width - 0.14, least: width - 0.75, most: width - 0.02 }, 5.6, 13, random);
  bargainShelf(scene, place.moved(0.55, 0, 0.72), 2.1, random);
  pottedPlant(scene, place.moved(3.28, 0, 0.52), 0.95, random);
  pottedPlant(scene, place.moved(4.86, 0, 0.56), 1.08, random);
  pottedPlant(scene, place.moved(0.05, 0, 0.6), 0.8, random);
  pavementBoard(scene, place.moved(3.15, -0.12, 2.9).turned(-14), random);
  hangingSign(scene, place.moved(width - 0.75, 3.75, 0), random);
}

/** A board on an iron arm that can be read from along the street. */
function hangingSign(scene: SceneBuilder, place: Place, random: Random): void {
  const iron = paint([0.03, 0.03, 0.03], 3, 0.05);
  rod(scene, place.at(0, 0.62, 0), place.at(0, 0.62, 0.95), [0.016, 0.016], iron, 8);
  rod(scene, place.at(0, 0.2, 0), place.at(0, 0.6, 0.5), [0.01, 0.01], iron, 8);
  const board = place.moved(0.34, 0, 0.66).turned(38);
  const [width, height] = [0.66, 0.5];
  const colour: Colour = [0.05, 0.02, 0.018];
  panel(
    scene,
    board.moved(-width / 2, 0.04, 0.021),
    { x: 0, y: 0, z: 0, width, height },
    fascia(width, height, colour, 'Books', `Since ${random.integer(1871, 1934)}`),
  );
  box(scene, board, { x: -width / 2, y: 0.04, z: -0.02, width, height, depth: 0.04 }, paint(colour, 3));
}

function grocer(scene: SceneBuilder, place: Place, width: number, random: Random): void {
  const render = plaster([0.76, 0.56, 0.3], 61);
  const trim = stone([0.62, 0.57, 0.48], 62);
  const shopWindow: Opening = { x: 1.5, y: 0.85, width: 3, height: 1.75 };
  const windows: Opening[] = [0.75, 2.7, 4.65].map((x) => ({ x, y: 4, width: 1.05, height: 1.6 }));
  const height = eaves + 0.35;
  wall(scene, place, {
    width,
    height,
    openings: [shopWindow, ...windows],
    material: render,
    reveal: 0.16,
    revealMaterial: trim,
  });
  for (const one of [shopWindow, ...windows]) {
    const isShop = one === shopWindow;
    windowIn(scene, place, one, {
      frame: isShop ? [0.05, 0.16, 0.1] : [0.7, 0.69, 0.64],
      columns: isShop ? 3 : 2,
      rows: isShop ? 2 : 4,
      depth: 0.12,
      curtain: isShop ? null : [0.66, 0.6, 0.48],
      shutters: isShop ? null : [0.07, 0.2, 0.19],
      sill: trim,
      random,
    });
  }
  const boardWidth = 3.9;
  const name = fascia(boardWidth, 0.5, [0.035, 0.13, 0.08], grocerName(random), 'Fruit · Vegetables · Flowers');
  box(
    scene,
    place,
    { x: 1.05, y: 2.98, z: 0, width: boardWidth, height: 0.5, depth: 0.058 },
    paint([0.035, 0.13, 0.08], 63),
  );
  panel(scene, place, { x: 1.05, y: 2.98, z: 0.06, width: boardWidth, height: 0.5 }, name);
  awning(scene, place.moved(0.95, 2.92, 0.02), 4.1, 1.25, 0.52, random);
  fruitStall(scene, place.moved(0.9, 0, 1.45), 6, 3, random);
  box(scene, place, { x: 0, y: 0, z: 0, width, height: 0.45, depth: 0.04 }, trim);
  box(scene, place, { x: -0.02, y: height - 0.25, z: 0, width: width + 0.04, height: 0.25, depth: 0.16 }, trim);
  roof(scene, place, width, height, 64);
  panel(scene, place, { x: 5.5, y: 1.35, z: 0.008, width: 0.62, height: 0.88 }, picturePoster(0.62, 0.88, random));
  panel(scene, place, { x: 5.46, y: 2.34, z: 0.008, width: 0.4, height: 0.54 }, letterPoster(0.4, 0.54, random));
  panel(scene, place, { x: 5.92, y: 2.36, z: 0.008, width: 0.34, height: 0.5 }, notice(0.34, 0.5, random));
  panel(scene, place, { x: 0.35, y: 1.3, z: 0.008, width: 0.6, height: 0.85 }, letterPoster(0.6, 0.85, random));
  const pipe = paint([0.1, 0.12, 0.11], 65);
  rod(scene, place.at(width - 0.05, 0, 0.07), place.at(width - 0.05, height - 0.1, 0.07), [0.045, 0.045], pipe, 12);
  pottedPlant(scene, place.moved(5.6, 0, 0.5), 0.75, random);
}

function sideStreet(scene: SceneBuilder, random: Random): void {
  const start = createPlace([corner, 0, shopFrontDistance]);
  const left = start.turned(streetHeading);
  const own: Opening[] = [1.2, 4].flatMap((x) => [1.2, 4.1].map((y) => ({ x, y, width: 1, height: 1.5 })));
  const trim = stone([0.58, 0.55, 0.48], 71);
  wall(scene, left, {
    width: 6.5,
    height: eaves,
    openings: own,
    material: brick([0.43, 0.16, 0.092], 51),
    reveal: 0.14,
    revealMaterial: trim,
  });
  for (const one of own) {
    windowIn(scene, left, one, {
      frame: [0.7, 0.7, 0.65],
      columns: 2,
      rows: 2,
      depth: 0.1,
      curtain: null,
      shutters: null,
      sill: trim,
      random,
    });
  }
  let along = 6.5;
  for (let index = 0; index < 8; index++) {
    const width = random.between(5.5, 8);
    house(scene, left.moved(along, -0.12, 0), { width, height: random.between(5.6, 7.8), random, isNear: false });
    along += width;
  }
  const right = createPlace([7.9, -0.12, 8.6]).turned(streetHeading);
  along = 2;
  for (let index = 0; index < 9; index++) {
    const width = random.between(5.5, 7.5);
    const facing = right.moved(along + width, 0, 0).turned(180);
    house(scene, facing, { width, height: random.between(5.2, 7.2), random, isNear: index < 3 });
    along += width;
  }
  church(scene, left.moved(64, -0.12, 3).turned(-streetHeading + 10));
  bunting(scene, start.at(-0.1, 5.3, 0.1), right.at(11, 5.4, -0.1), 0.7, random);
  bunting(scene, left.at(14, 5.2, 0.1), right.at(22, 5.3, -0.1), 0.6, random);
}

function church(scene: SceneBuilder, place: Place): void {
  const masonry = ashlar([0.56, 0.5, 0.4], 81);
  const slate = roofTiles([0.2, 0.23, 0.25], 82);
  const width = 6;
  const height = 17;
  box(scene, place, { x: 0, y: 0, z: -width, width, height, depth: width - 0.01 }, masonry);
  panel(scene, place, { x: 0, y: 0, z: 0, width, height, isContinuous: true }, masonry);
  for (const y of [5.2, 11])
    box(scene, place, { x: -0.15, y, z: -0.1, width: width + 0.3, height: 0.4, depth: 0.3 }, masonry);
  box(
    scene,
    place,
    { x: -0.3, y: height, z: -width - 0.3, width: width + 0.6, height: 0.6, depth: width + 0.6 },
    masonry,
  );
  const tip = place.at(width / 2, height + 11, -width / 2);
  const eavesCorners = [
    [-0.2, 0.2],
    [width + 0.2, 0.2],
    [width + 0.2, -width - 0.2],
    [-0.2, -width - 0.2],
  ].map(([x = 0, z = 0]) => place.at(x, height + 0.6, z));
  eavesCorners.forEach((from, index) => {
    const to = eavesCorners[(index + 1) % 4] ?? from;
    const edge = (a: typeof from, b: typeof from): typeof from => [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
    scene.patch({
      origin: from,
      edgeU: edge(from, to),
      edgeV: edge(from, tip),
      facing: [0, 1, 0],
      shape: 'triangle',
      material: slate,
    });
  });
  const dial = paint([0.85, 0.82, 0.72], 83);
  const hand = paint([0.03, 0.03, 0.04], 84);
  panel(scene, place, { x: 1.6, y: 12.2, z: 0.05, width: 2.8, height: 2.8, shape: 'disc' }, dial);
  box(
    scene,
    place.moved(3, 13.6, 0.06).rolled(-35),
    { x: -0.06, y: 0, z: 0, width: 0.12, height: 1.2, depth: 0.05 },
    hand,
  );
  box(
    scene,
    place.moved(3, 13.6, 0.06).rolled(62),
    { x: -0.07, y: 0, z: 0, width: 0.14, height: 0.85, depth: 0.05 },
    hand,
  );
  for (const x of [1.1, 3.7]) box(scene, place, { x, y: 7.4, z: -0.1, width: 1.2, height: 2.8, depth: 0.12 }, hand);
  box(scene, place, { x: 1.9, y: 0, z: -0.1, width: 2.2, height: 3.4, depth: 0.14 }, paint([0.12, 0.05, 0.03], 85));
  panel(scene, place, { x: 2, y: 3.7, z: 0.06, width: 2, height: 1.2, shape: 'disc' }, hand);
}

/** Houses behind the viewer: seen only in the windows. */
function opposite(scene: SceneBuilder, random: Random): void {
  const place = createPlace([18, -0.12, -11]).turned(180);
  let along = 0;
  while (along < 34) {
    const width = random.between(5.5, 8);
    house(scene, place.moved(along, 0, 0), { width, height: random.between(5.5, 7.5), random, isNear: false });
    along += width;
  }
}
