import { letterStyles } from '../../../../native-models/simulation/painted-photos/lettering/letter-text.ts';
import { lettering, paragraph, printed, type Ink } from '../materials/printed-matter.ts';
import { cloth } from '../materials/wood-and-cloth.ts';
import type { Random } from '../../../../native-models/random.ts';
import type { SceneBuilder } from '../rendering/scene-builder.ts';
import type { Colour, Material } from '../rendering/surface.ts';
import type { Place } from './place.ts';
import { box, panel } from './solids.ts';
import { bookTitle, surname } from '../../../../native-models/simulation/painted-photos/words.ts';

const bindings: readonly Colour[] = [
  [0.32, 0.035, 0.03],
  [0.03, 0.1, 0.22],
  [0.02, 0.16, 0.1],
  [0.42, 0.24, 0.06],
  [0.5, 0.42, 0.28],
  [0.12, 0.03, 0.1],
  [0.62, 0.56, 0.44],
  [0.03, 0.22, 0.28],
  [0.55, 0.16, 0.04],
  [0.05, 0.05, 0.055],
  [0.6, 0.4, 0.08],
  [0.2, 0.28, 0.12],
  [0.65, 0.2, 0.22],
];
const gold: Colour = [0.72, 0.5, 0.16];
const cream: Colour = [0.8, 0.74, 0.6];
const ink: Colour = [0.025, 0.022, 0.02];
const paper = cloth([0.68, 0.6, 0.44], 4);

export interface BookRow {
  x: number;
  y: number;
  /** Front of the shelf. */
  z: number;
  width: number;
  /** Height between this shelf and the next. */
  height: number;
  depth: number;
}

/** Books side by side with lettered spines; here and there a gap, a leaning book, a lying pile or a cover shown. */
export function rowOfBooks(scene: SceneBuilder, place: Place, row: BookRow, random: Random): void {
  let x = row.x + 0.01;
  const end = row.x + row.width - 0.01;
  while (x < end - 0.03) {
    const choice = random.next();
    if (choice < 0.09 && end - x > 0.3) {
      x += shownCover(scene, place, { ...row, x }, random) + 0.02;
    } else if (choice < 0.14 && end - x > 0.3) {
      x += pile(scene, place, { ...row, x }, random) + 0.015;
    } else {
      const thickness = Math.min(end - x, random.between(0.018, 0.052));
      const height = row.height * random.between(0.66, 0.94);
      const isLeaning = random.chance(0.05) && end - x > 0.12;
      const tilt = isLeaning ? random.between(5, 11) : random.between(-0.4, 0.4);
      const set = place.moved(x, row.y, row.z - random.between(0.005, 0.035)).rolled(tilt);
      standingBook(scene, set, thickness, height, row.depth * random.between(0.7, 0.95), random);
      x += thickness + (isLeaning ? Math.sin((tilt * Math.PI) / 180) * height * 0.6 : random.between(0.0005, 0.002));
    }
  }
}

function standingBook(
  scene: SceneBuilder,
  place: Place,
  thickness: number,
  height: number,
  depth: number,
  random: Random,
): void {
  const binding = random.pick(bindings);
  const cover = cloth(binding, random.integer(0, 999));
  box(scene, place, { x: 0, y: 0, z: -depth, width: thickness, height, depth: depth - 0.001 }, cover);
  box(
    scene,
    place,
    { x: 0.003, y: height - 0.006, z: -depth, width: thickness - 0.006, height: 0.0065, depth: depth - 0.006 },
    paper,
  );
  scene.patch({
    origin: place.at(0, height, 0),
    edgeU: place.along(0, -height, 0),
    edgeV: place.along(thickness, 0, 0),
    facing: place.along(0, 0, 1),
    material: spine(binding, height, thickness, random),
  });
}

/** Length along the spine is x here, thickness y. */
function spine(binding: Colour, length: number, thickness: number, random: Random): Material {
  const isLight = binding[0] + binding[1] + binding[2] > 1.1;
  const letters = isLight ? ink : random.pick([gold, cream, gold, [0.85, 0.83, 0.78] as const]);
  const inks: Ink[] = [];
  const style = random.pick([
    letterStyles.bookish,
    letterStyles.plain,
    letterStyles.narrow,
    letterStyles.italic,
    letterStyles.bold,
  ]);
  const title = bookTitle(random);
  const bandStyle = random.integer(0, 3);
  if (bandStyle === 0) {
    const label = random.pick(bindings);
    inks.push({ kind: 'rectangle', x: length * 0.12, y: 0, width: length * 0.5, height: thickness, colour: label });
  }
  if (bandStyle <= 2) {
    for (const at of [0.045, 0.065, 0.92, 0.94]) {
      inks.push({ kind: 'rectangle', x: length * at, y: 0, width: length * 0.006, height: thickness, colour: letters });
    }
  }
  const size = Math.min(0.021, thickness * 0.5);
  const shown = random.chance(0.5) ? title.toUpperCase() : title;
  const middle = (thickness - size) / 2;
  inks.push(
    lettering(
      shown,
      { x: length * 0.1, y: middle, size, fit: length * 0.55 },
      style,
      bandStyle === 0 ? cream : letters,
    ),
  );
  const author = surname(random).toUpperCase();
  const small = size * 0.72;
  inks.push(
    lettering(
      author,
      { x: length * 0.7, y: (thickness - small) / 2, size: small, fit: length * 0.2 },
      letterStyles.plain,
      letters,
    ),
  );
  return printed({ width: length, height: thickness, paper: binding, inks, gloss: 0.01, wear: 0.55 });
}

function shownCover(scene: SceneBuilder, place: Place, row: BookRow, random: Random): number {
  const height = row.height * random.between(0.74, 0.9);
  const width = height * random.between(0.66, 0.74);
  const standing = place.moved(row.x, row.y + 0.002, row.z - 0.055).leaned(9);
  bookCover(scene, standing, width, height, random);
  return width;
}

/** A book that shows its front. */
export function bookCover(scene: SceneBuilder, place: Place, width: number, height: number, random: Random): void {
  const ground = random.pick(bindings);
  const isLight = ground[0] + ground[1] + ground[2] > 1.1;
  const letters = isLight ? ink : cream;
  const accent = random.pick(bindings);
  const inks: Ink[] = [];
  const design = random.integer(0, 2);
  if (design === 0) {
    inks.push({ kind: 'disc', x: width * 0.5, y: height * 0.42, radius: width * 0.24, colour: accent });
    inks.push({
      kind: 'hills',
      y: height * 0.2,
      rise: height * 0.3,
      colour: [accent[0] * 0.4, accent[1] * 0.4, accent[2] * 0.4],
      seed: random.integer(0, 99),
    });
  } else if (design === 1) {
    inks.push({
      kind: 'frame',
      x: width * 0.06,
      y: height * 0.04,
      width: width * 0.88,
      height: height * 0.92,
      line: 0.003,
      colour: letters,
    });
    inks.push({
      kind: 'rectangle',
      x: width * 0.2,
      y: height * 0.25,
      width: width * 0.6,
      height: height * 0.22,
      colour: accent,
    });
  } else {
    for (let stripe = 0; stripe < 6; stripe++) {
      inks.push({
        kind: 'rectangle',
        x: 0,
        y: height * (0.08 + 0.07 * stripe),
        width,
        height: height * 0.035,
        colour: stripe % 2 === 0 ? accent : letters,
      });
    }
  }
  const style = random.pick([letterStyles.bookish, letterStyles.bold, letterStyles.engraved]);
  const title = paragraph(
    bookTitle(random).toUpperCase(),
    { x: width * 0.08, y: height * 0.84, size: width * 0.088, width: width * 0.84, align: 'centre' },
    style,
    letters,
  );
  inks.push(...title);
  inks.push(
    lettering(
      surname(random).toUpperCase(),
      { x: width / 2, y: height * 0.075, size: width * 0.065, align: 'centre', fit: width * 0.7 },
      letterStyles.plain,
      letters,
    ),
  );
  box(scene, place, { x: 0, y: 0, z: -0.026, width, height, depth: 0.025 }, cloth(ground, random.integer(0, 999)));
  panel(
    scene,
    place,
    { x: 0, y: 0, z: 0, width, height },
    printed({ width, height, paper: ground, inks, gloss: 0.025, wear: 0.2 }),
  );
}

function pile(scene: SceneBuilder, place: Place, row: BookRow, random: Random): number {
  const width = row.height * random.between(0.7, 0.85);
  const books = random.integer(3, 6);
  let y = row.y;
  for (let book = 0; book < books; book++) {
    const thickness = random.between(0.02, 0.038);
    const binding = random.pick(bindings);
    const length = width * random.between(0.86, 1);
    const lying = place.moved(
      row.x + (width - length) / 2 + random.between(-0.006, 0.006),
      y,
      row.z - random.between(0.01, 0.03),
    );
    box(
      scene,
      lying,
      { x: 0, y: 0, z: -row.depth * 0.85, width: length, height: thickness, depth: row.depth * 0.85 - 0.001 },
      cloth(binding, random.integer(0, 999)),
    );
    panel(
      scene,
      lying,
      { x: 0, y: 0, z: 0, width: length, height: thickness },
      spine(binding, length, thickness, random),
    );
    y += thickness + 0.001;
  }
  return width;
}
