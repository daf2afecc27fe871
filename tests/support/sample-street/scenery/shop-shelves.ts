import { brick, plaster } from '../materials/masonry.ts';
import { cloth, paint, wood } from '../materials/wood-and-cloth.ts';
import type { Random } from '../../../../native-models/random.ts';
import type { SceneBuilder } from '../rendering/scene-builder.ts';
import type { Colour, Material } from '../rendering/surface.ts';
import { bookCover, rowOfBooks } from './books.ts';
import { fruitStall } from './fruit-stall.ts';
import { createPlace, type Place } from './place.ts';
import { fascia, letterPoster, picturePoster } from './posters.ts';
import { box, panel, turnedOnLathe } from './solids.ts';
import { pottedPlant } from './street-furniture.ts';
import { shopName, surname } from '../../../../native-models/simulation/painted-photos/words.ts';

const wallDistance = 5.2;

/** Tall shelves of books, jars and pots along a wall, seen from near by, with a table of fruit before them. */
export function buildShopShelves(scene: SceneBuilder, random: Random): void {
  const back = createPlace([0, 0, wallDistance]);
  room(scene, back, random);
  const shelfWidth = 1.9;
  const height = random.between(2.5, 2.9);
  const gap = random.between(0.9, 1.3);
  for (const x of [-gap / 2 - shelfWidth, gap / 2]) {
    bookcase(scene, back.moved(x, 0, 0.02), shelfWidth, height, random.fork(`case ${x}`));
  }
  const posters = random.fork('posters');
  const [width, tall] = [gap * 0.72, gap * 1.02];
  panel(scene, back, { x: -width / 2, y: 1.45, z: 0.01, width, height: tall }, picturePoster(width, tall, posters));
  panel(scene, back, { x: -0.24, y: 0.78, z: 0.01, width: 0.42, height: 0.56 }, letterPoster(0.42, 0.56, posters));
  const { name, trade } = shopName(posters);
  const ground: Colour = posters.pick([
    [0.1, 0.02, 0.02],
    [0.02, 0.06, 0.12],
    [0.03, 0.09, 0.05],
  ] as const);
  box(scene, back, { x: -2.2, y: height + 0.18, z: 0, width: 4.4, height: 0.5, depth: 0.05 }, paint(ground, 3));
  panel(
    scene,
    back,
    { x: -2.2, y: height + 0.18, z: 0.052, width: 4.4, height: 0.5 },
    fascia(4.4, 0.5, ground, name, trade),
  );
  fruitStall(scene, createPlace([-1.25, 0, 3.2]), 4, 2, random.fork('fruit'));
  const plants = random.fork('plants');
  for (const x of [-1.75, 1.7]) pottedPlant(scene, createPlace([x, 0, 3.5]), plants.between(0.85, 1.15), plants);
}

function room(scene: SceneBuilder, back: Place, random: Random): void {
  const colour: Colour = random.pick([
    [0.6, 0.52, 0.4],
    [0.4, 0.48, 0.46],
    [0.62, 0.4, 0.3],
  ] as const);
  const walls = random.chance(0.5)
    ? plaster(colour, random.integer(0, 99))
    : brick([0.45, 0.2, 0.13], random.integer(0, 99));
  panel(scene, back, { x: -7, y: 0, z: 0, width: 14, height: 5, isContinuous: true }, walls);
  const boards = wood([0.36, 0.23, 0.13], random.integer(0, 99));
  for (let x = -4; x < 4; x += 0.16) {
    scene.patch({
      origin: [x, 0, -1],
      edgeU: [0, 0, wallDistance + 1],
      edgeV: [0.157, 0, 0],
      facing: [0, 1, 0],
      material: boards,
    });
  }
}

function bookcase(scene: SceneBuilder, place: Place, width: number, height: number, random: Random): void {
  const timber = wood([0.3, 0.18, 0.09], random.integer(0, 99));
  const deep = 0.34;
  const out = place.moved(0, 0, deep);
  panel(scene, place, { x: 0, y: 0, z: 0.004, width, height }, timber);
  for (const x of [-0.035, width]) box(scene, place, { x, y: 0, z: 0, width: 0.035, height, depth: deep }, timber);
  box(scene, place, { x: -0.07, y: height, z: 0, width: width + 0.14, height: 0.06, depth: deep + 0.05 }, timber);
  box(scene, place, { x: 0, y: 0, z: 0, width, height: 0.12, depth: deep - 0.03 }, timber);
  const shelves = Math.floor((height - 0.15) / 0.38);
  const step = (height - 0.12) / shelves;
  for (let shelf = 0; shelf < shelves; shelf++) {
    const y = 0.12 + shelf * step;
    box(scene, place, { x: 0, y: y - 0.012, z: 0, width, height: 0.024, depth: deep - 0.005 }, timber);
    const row = { x: 0.01, y: y + 0.013, z: -0.02, width: width - 0.02, height: step - 0.05, depth: 0.24 };
    const use = random.next();
    if (use < 0.62) rowOfBooks(scene, out, row, random);
    else if (use < 0.85) jars(scene, out, row, random);
    else covers(scene, out, row, random);
  }
}

interface Row {
  x: number;
  y: number;
  width: number;
  height: number;
}

function jars(scene: SceneBuilder, place: Place, row: Row, random: Random): void {
  const glazes: readonly Colour[] = [
    [0.62, 0.58, 0.5],
    [0.1, 0.2, 0.3],
    [0.4, 0.2, 0.1],
    [0.16, 0.26, 0.2],
    [0.7, 0.5, 0.2],
  ];
  const cork = cloth([0.42, 0.28, 0.16], 2);
  for (let x = row.x + 0.1; x < row.x + row.width - 0.1; x += random.between(0.19, 0.24)) {
    const radius = random.between(0.06, 0.085);
    const height = row.height * random.between(0.6, 0.86);
    const glaze: Material = paint(random.pick(glazes), random.integer(0, 99), 0.06);
    const foot = place.moved(x, row.y, -0.12);
    const neck = radius * 0.7;
    turnedOnLathe(
      scene,
      foot,
      [
        [radius * 0.9, 0],
        [radius, height * 0.15],
        [radius, height * 0.7],
        [neck, height * 0.86],
        [neck * 1.08, height * 0.88],
        [neck, height * 0.9],
      ],
      glaze,
      22,
    );
    turnedOnLathe(
      scene,
      foot,
      [
        [neck * 0.9, height * 0.88],
        [neck * 0.95, height],
        [0.001, height * 1.001],
      ],
      cork,
      18,
    );
    const [labelWidth, labelHeight] = [radius * 1.25, height * 0.26];
    const label = fascia(labelWidth, labelHeight, [0.74, 0.68, 0.52], surname(random), 'Finest');
    panel(
      scene,
      foot,
      { x: -labelWidth / 2, y: height * 0.3, z: radius + 0.002, width: labelWidth, height: labelHeight },
      label,
    );
  }
}

function covers(scene: SceneBuilder, place: Place, row: Row, random: Random): void {
  for (let x = row.x + 0.05; x < row.x + row.width - 0.28; x += random.between(0.27, 0.32)) {
    const height = row.height * random.between(0.8, 0.92);
    bookCover(scene, place.moved(x, row.y, -0.08).leaned(10), height * 0.7, height, random);
  }
}
