import { plaster, stone } from '../materials/masonry.ts';
import { cloth, glass, glowing, paint, wood } from '../materials/wood-and-cloth.ts';
import type { Random } from '../../../../native-models/random.ts';
import type { SceneBuilder } from '../rendering/scene-builder.ts';
import type { Colour } from '../rendering/surface.ts';
import { add, scale, subtract, type Vector } from '../rendering/vector.ts';
import { rowOfBooks } from './books.ts';
import { plant } from './foliage.ts';
import { blossomColours } from './houses.ts';
import type { Place } from './place.ts';
import { chalkboard, newspaper, priceCard } from './posters.ts';
import { box, panel, rod, turnedOnLathe } from './solids.ts';

const cutFlowers: readonly Colour[] = [
  [0.8, 0.05, 0.06],
  [0.85, 0.55, 0.04],
  [0.84, 0.3, 0.4],
  [0.86, 0.84, 0.76],
  [0.45, 0.16, 0.6],
  [0.85, 0.28, 0.06],
];

/** A folding board that stands in front of a shop. */
export function pavementBoard(scene: SceneBuilder, place: Place, random: Random): void {
  const [width, height] = [0.62, 1.02];
  const frame = wood([0.36, 0.2, 0.1], random.integer(0, 99));
  const drinks = ['Black coffee', 'Flat white', 'Pot of tea', 'Hot chocolate', 'Lemon cake', 'Plum tart'] as const;
  for (const side of [place.leaned(13), place.moved(0, 0, -0.46).leaned(-13)]) {
    box(scene, side, { x: 0, y: 0, z: -0.02, width: 0.045, height, depth: 0.035 }, frame);
    box(scene, side, { x: width - 0.045, y: 0, z: -0.02, width: 0.045, height, depth: 0.035 }, frame);
    box(scene, side, { x: 0, y: height - 0.045, z: -0.02, width, height: 0.05, depth: 0.038 }, frame);
    box(scene, side, { x: 0, y: 0.14, z: -0.02, width, height: 0.045, depth: 0.033 }, frame);
    box(scene, side, { x: 0.02, y: 0.15, z: -0.018, width: width - 0.04, height: height - 0.16, depth: 0.016 }, frame);
  }
  const [boardWidth, boardHeight] = [width - 0.09, height - 0.23];
  const slate = chalkboard(boardWidth, boardHeight, 'Today', drinks, random);
  panel(scene, place.leaned(13), { x: 0.045, y: 0.185, z: 0.001, width: boardWidth, height: boardHeight }, slate);
}

/** A clay pot with a flowering or green plant. */
export function pottedPlant(scene: SceneBuilder, place: Place, height: number, random: Random): void {
  const radius = height * 0.3;
  const pot = height * 0.48;
  const clay = plaster([0.42, 0.17, 0.085], random.integer(0, 999));
  turnedOnLathe(
    scene,
    place,
    [
      [radius * 0.66, 0],
      [radius * 0.92, pot * 0.8],
      [radius * 1.06, pot * 0.81],
      [radius * 1.06, pot],
      [radius * 0.9, pot * 0.995],
      [radius * 0.84, pot * 0.85],
    ],
    clay,
  );
  plant(scene, place.moved(0, pot * 0.85, 0), {
    size: [radius * 1.5, height * 0.66, radius * 1.5],
    leaves: 900,
    leafLength: height * 0.085,
    blossoms: random.chance(0.6) ? [random.pick(blossomColours)] : [],
    random,
  });
}

/** A zinc bucket full of cut flowers of one colour. */
export function flowerBucket(scene: SceneBuilder, place: Place, height: number, random: Random): void {
  const radius = height * 0.26;
  const rim = height * 0.45;
  const zinc = paint([0.34, 0.36, 0.37], random.integer(0, 999), 0.06);
  turnedOnLathe(
    scene,
    place,
    [
      [radius * 0.72, 0],
      [radius * 0.86, rim * 0.5],
      [radius * 0.9, rim * 0.52],
      [radius * 0.9, rim * 0.56],
      [radius, rim],
      [radius * 0.95, rim * 0.99],
      [radius * 0.9, rim * 0.8],
    ],
    zinc,
    24,
  );
  plant(scene, place.moved(0, rim * 0.8, 0), {
    size: [radius * 1.45, height * 0.62, radius * 1.45],
    leaves: 520,
    leafLength: height * 0.13,
    blossoms: [random.pick(cutFlowers), random.pick(cutFlowers)],
    blossomShare: 0.3,
    random,
  });
}

/** A round café table with a newspaper and two cups. */
export function cafeTable(scene: SceneBuilder, place: Place, random: Random): void {
  const iron = paint([0.03, 0.034, 0.034], 3, 0.05);
  const marble = stone([0.74, 0.72, 0.69], random.integer(0, 99));
  const top = 0.73;
  const radius = 0.4;
  turnedOnLathe(
    scene,
    place,
    [
      [radius, top - 0.03],
      [radius, top],
    ],
    marble,
    40,
  );
  scene.patch({
    origin: place.at(-radius, top, -radius),
    edgeU: place.along(2 * radius, 0, 0),
    edgeV: place.along(0, 0, 2 * radius),
    facing: [0, 1, 0],
    material: marble,
    shape: 'disc',
  });
  turnedOnLathe(
    scene,
    place,
    [
      [0.03, 0.03],
      [0.025, 0.3],
      [0.035, 0.33],
      [0.025, 0.36],
      [0.03, top - 0.03],
    ],
    iron,
    12,
  );
  for (const angle of [20, 140, 260]) {
    const leg = place.turned(angle);
    rod(scene, leg.at(0, 0.12, 0), leg.at(0.32, 0.012, 0), [0.016, 0.012], iron, 8);
  }
  const [width, height] = [0.32, 0.42];
  const paper = place
    .moved(-0.24, top + 0.004, 0.2)
    .turned(-16)
    .leaned(88);
  panel(scene, paper, { x: 0, y: 0, z: 0, width, height }, newspaper(width, height, random));
  const china = paint([0.8, 0.78, 0.74], 4, 0.06);
  for (const [x, z] of [
    [0.2, 0.08],
    [0.12, -0.2],
  ] as const) {
    const cup = place.moved(x, top, z);
    turnedOnLathe(
      scene,
      cup,
      [
        [0.03, 0.002],
        [0.072, 0.014],
        [0.07, 0.017],
        [0.03, 0.008],
      ],
      china,
      24,
    );
    turnedOnLathe(
      scene,
      cup,
      [
        [0.022, 0.01],
        [0.036, 0.03],
        [0.042, 0.065],
        [0.039, 0.065],
        [0.033, 0.03],
      ],
      china,
      24,
    );
  }
}

/** A bent iron chair with a slatted wooden seat. */
export function cafeChair(scene: SceneBuilder, place: Place, random: Random): void {
  const iron = paint([0.03, 0.034, 0.034], 3, 0.05);
  const slats = wood([0.42, 0.12, 0.06], random.integer(0, 99));
  const [half, seat, back] = [0.19, 0.45, 0.86];
  for (const x of [-half, half]) {
    rod(scene, place.at(x, 0, 0.2), place.at(x * 0.95, seat, 0.17), [0.011, 0.011], iron, 8);
    rod(scene, place.at(x, 0, -0.24), place.at(x * 0.95, seat, -0.19), [0.011, 0.011], iron, 8);
    rod(scene, place.at(x * 0.95, seat, -0.19), place.at(x * 0.95, back, -0.27), [0.011, 0.011], iron, 8);
    rod(scene, place.at(x * 0.95, seat, -0.19), place.at(x * 0.95, seat, 0.18), [0.011, 0.011], iron, 8);
  }
  for (let slat = 0; slat < 6; slat++) {
    box(
      scene,
      place,
      { x: -half, y: seat + 0.005, z: 0.14 - slat * 0.062, width: 2 * half, height: 0.016, depth: 0.045 },
      slats,
    );
  }
  for (const [y, z] of [
    [0.6, -0.215],
    [0.7, -0.235],
    [0.8, -0.255],
  ] as const) {
    box(scene, place, { x: -half, y, z, width: 2 * half, height: 0.055, depth: 0.014 }, slats);
  }
}

/** A low open bookcase on the pavement with second-hand books. */
export function bargainShelf(scene: SceneBuilder, place: Place, width: number, random: Random): void {
  const timber = wood([0.33, 0.2, 0.1], random.integer(0, 99));
  const deep = 0.3;
  const rise = 0.38;
  for (const level of [0, 1, 2]) {
    box(scene, place, { x: 0, y: 0.08 + level * rise, z: -deep, width, height: 0.025, depth: deep }, timber);
  }
  for (const x of [-0.03, width / 2 - 0.012, width]) {
    box(scene, place, { x, y: 0, z: -deep, width: 0.03, height: 0.1 + 2 * rise, depth: deep }, timber);
  }
  panel(scene, place, { x: 0, y: 0.05, z: -deep + 0.002, width, height: 2 * rise + 0.05 }, timber);
  for (const level of [0, 1]) {
    for (const x of [0, width / 2 + 0.02]) {
      rowOfBooks(
        scene,
        place,
        { x, y: 0.105 + level * rise, z: -0.02, width: width / 2 - 0.03, height: 0.3, depth: 0.22 },
        random,
      );
    }
  }
  const [cardWidth, cardHeight] = [0.42, 0.2];
  const card = place.moved(width / 2 - 0.2, 0.1 + 2 * rise, -0.12).leaned(10);
  panel(
    scene,
    card,
    { x: 0, y: 0, z: 0, width: cardWidth, height: cardHeight },
    priceCard(cardWidth, cardHeight, 'Every book', '2.50'),
  );
  rowOfBooks(
    scene,
    place,
    { x: 0.05, y: 0.105 + 2 * rise, z: -0.03, width: width / 2 - 0.35, height: 0.26, depth: 0.2 },
    random,
  );
}

/** A lantern on an iron arm. */
export function lantern(scene: SceneBuilder, place: Place): void {
  const iron = paint([0.025, 0.028, 0.028], 3, 0.05);
  rod(scene, place.at(0, 0.3, 0), place.at(0, 0.42, 0.5), [0.014, 0.014], iron, 8);
  rod(scene, place.at(0, 0.05, 0), place.at(0, 0.4, 0.36), [0.01, 0.01], iron, 8);
  box(scene, place, { x: -0.05, y: 0, z: 0, width: 0.1, height: 0.5, depth: 0.025 }, iron);
  const lamp = place.moved(0, 0.02, 0.5);
  for (const x of [-0.1, 0.085]) {
    for (const z of [-0.1, 0.085]) box(scene, lamp, { x, y: 0, z, width: 0.015, height: 0.3, depth: 0.015 }, iron);
  }
  box(scene, lamp, { x: -0.11, y: -0.03, z: -0.11, width: 0.22, height: 0.03, depth: 0.22 }, iron);
  box(scene, lamp, { x: -0.13, y: 0.3, z: -0.13, width: 0.26, height: 0.025, depth: 0.26 }, iron);
  turnedOnLathe(
    scene,
    lamp,
    [
      [0.13, 0.325],
      [0.04, 0.42],
      [0.02, 0.46],
    ],
    iron,
    8,
  );
  panel(scene, lamp, { x: -0.09, y: 0, z: 0.09, width: 0.18, height: 0.3 }, glass);
  scene.sphere(lamp.at(0, 0.14, 0), 0.05, glowing([1.5, 1.2, 0.8]));
}

/** Little flags on a slack line. */
export function bunting(scene: SceneBuilder, from: Vector, to: Vector, sag: number, random: Random): void {
  const colours: readonly Colour[] = [
    [0.6, 0.06, 0.05],
    [0.8, 0.6, 0.12],
    [0.1, 0.28, 0.42],
    [0.12, 0.34, 0.2],
    [0.8, 0.76, 0.68],
  ];
  const line = cloth([0.6, 0.58, 0.5], 1);
  const cloths = colours.map((colour) => cloth(colour, random.integer(0, 99)));
  const flags = 26;
  const step = subtract(to, from);
  const point = (share: number): Vector => add(add(from, scale(step, share)), [0, -4 * sag * share * (1 - share), 0]);
  for (let flag = 0; flag < flags; flag++) {
    const a = point(flag / flags);
    const b = point((flag + 1) / flags);
    rod(scene, a, b, [0.005, 0.005], line, 4);
    const across = scale(subtract(b, a), 0.8);
    const lean: Vector = [random.normal() * 0.04, -0.27, random.normal() * 0.06];
    scene.patch({
      origin: a,
      edgeU: across,
      edgeV: add(lean, scale(across, 0.5)),
      shape: 'triangle',
      material: cloths[flag % cloths.length] ?? line,
    });
  }
}
