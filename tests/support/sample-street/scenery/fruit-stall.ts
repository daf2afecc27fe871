import { fruitSkin } from '../materials/living-things.ts';
import { wood } from '../materials/wood-and-cloth.ts';
import type { Random } from '../../../../native-models/random.ts';
import type { SceneBuilder } from '../rendering/scene-builder.ts';
import type { Material } from '../rendering/surface.ts';
import { plant } from './foliage.ts';
import type { Place } from './place.ts';
import { priceCard } from './posters.ts';
import { box, panel } from './solids.ts';

interface Produce {
  name: string;
  price: string;
  /** Metres; 0 for leafy greens. */
  radius: number;
  skin: Material | null;
}

const produce: readonly Produce[] = [
  { name: 'Oranges', price: '2.80', radius: 0.04, skin: fruitSkin([0.8, 0.26, 0.012], [0.82, 0.36, 0.02], 1, 0.04) },
  { name: 'Lemons', price: '3.20', radius: 0.033, skin: fruitSkin([0.82, 0.6, 0.03], [0.78, 0.66, 0.08], 1, 0.04) },
  {
    name: 'Red apples',
    price: '2.40',
    radius: 0.038,
    skin: fruitSkin([0.42, 0.02, 0.018], [0.62, 0.34, 0.05], 0.3, 0.055),
  },
  {
    name: 'Greengages',
    price: '4.10',
    radius: 0.024,
    skin: fruitSkin([0.36, 0.44, 0.06], [0.5, 0.46, 0.08], 0.2, 0.04),
  },
  { name: 'Tomatoes', price: '3.60', radius: 0.035, skin: fruitSkin([0.58, 0.03, 0.012], [0.66, 0.1, 0.015], 0, 0.06) },
  { name: 'Salad', price: '1.90', radius: 0, skin: null },
  { name: 'Apples', price: '2.20', radius: 0.038, skin: fruitSkin([0.34, 0.5, 0.05], [0.5, 0.56, 0.1], 0.3, 0.055) },
  { name: 'Plums', price: '3.90', radius: 0.025, skin: fruitSkin([0.1, 0.02, 0.07], [0.26, 0.05, 0.12], 0.2, 0.03) },
];

/** A rack of tilted crates in rows, each full of one kind of fruit with its price on a card. */
export function fruitStall(scene: SceneBuilder, place: Place, columns: number, rows: number, random: Random): void {
  const width = 0.58;
  const rise = 0.34;
  const offset = random.integer(0, produce.length - 1);
  for (let row = 0; row < rows; row++) {
    const back = place.moved(0, 0.3 + row * rise, -row * 0.42);
    for (let column = 0; column < columns; column++) {
      const kind = produce[(offset + row * 3 + column * 5) % produce.length];
      const crate = back.moved(column * (width + 0.03), 0, 0).leaned(62);
      crateOf(scene, crate, width, 0.42, kind, random.fork(`${row}/${column}`));
    }
  }
  const timber = wood([0.34, 0.22, 0.12], 31);
  const full = columns * (width + 0.03);
  for (let row = 0; row < rows; row++) {
    box(
      scene,
      place,
      { x: -0.02, y: 0.3 + row * rise - 0.19, z: -row * 0.42 - 0.1, width: full + 0.02, height: 0.05, depth: 0.05 },
      timber,
    );
  }
  for (const x of [0, full / 2, full - 0.06]) {
    box(scene, place, { x, y: 0, z: -0.1, width: 0.06, height: 0.3, depth: 0.06 }, timber);
    box(scene, place, { x, y: 0, z: -rows * 0.42, width: 0.06, height: 0.3 + rows * rise, depth: 0.06 }, timber);
  }
}

/** The crate's floor lies in the place's x-y plane and its fruit looks along z. */
function crateOf(
  scene: SceneBuilder,
  place: Place,
  width: number,
  length: number,
  kind: Produce | undefined,
  random: Random,
): void {
  const slat = wood([0.5, 0.35, 0.19], random.integer(0, 99));
  const deep = 0.13;
  const thick = 0.012;
  box(scene, place, { x: 0, y: 0, z: -deep, width, height: length, depth: thick }, slat);
  for (const z of [-deep + 0.005, -deep + 0.07]) {
    for (const [x, y, w, h] of [
      [0, -thick, width, thick],
      [0, length, width, thick],
      [-thick, -thick, thick, length + 2 * thick],
      [width, -thick, thick, length + 2 * thick],
    ] as const) {
      box(scene, place, { x, y, z, width: w, height: h, depth: 0.058 }, slat);
    }
  }
  if (kind === undefined) return;
  if (kind.skin === null) {
    for (const x of [0.12, 0.3, 0.46]) {
      for (const y of [0.11, 0.3]) {
        const head = place.moved(x, y, -0.08).leaned(-62);
        plant(scene, head, { size: [0.1, 0.13, 0.1], leaves: 90, leafLength: 0.085, blossoms: [], random });
      }
    }
  } else fill(scene, place, width, length, kind.skin, kind.radius, random);
  const card = place
    .moved(width * random.between(0.25, 0.45), length * 0.62, 0.02)
    .leaned(-62)
    .turned(random.between(-8, 8));
  const [cardWidth, cardHeight] = [0.2, 0.125];
  panel(
    scene,
    card,
    { x: 0, y: 0.05, z: 0.03, width: cardWidth, height: cardHeight },
    priceCard(cardWidth, cardHeight, kind.name, kind.price),
  );
  box(scene, card, { x: cardWidth / 2, y: -0.1, z: 0.022, width: 0.008, height: 0.16, depth: 0.006 }, slat);
}

/** Layers of balls, each resting in the hollows of the one below, heaped towards the middle. */
function fill(
  scene: SceneBuilder,
  place: Place,
  width: number,
  length: number,
  skin: Material,
  radius: number,
  random: Random,
): void {
  const step = radius * 2.02;
  const layers = Math.max(2, Math.round(0.1 / (radius * 1.5)));
  for (let layer = 0; layer < layers; layer++) {
    const inset = layer % 2 === 0 ? radius : radius * 2;
    const heap = layer === layers - 1 ? radius : 0;
    for (let y = inset + heap; y < length - radius - heap; y += step) {
      for (let x = inset + heap; x < width - radius - heap; x += step) {
        const z = -0.13 + radius + layer * radius * 1.5 + 0.012;
        const jitter = radius * 0.16;
        const centre = place.at(
          x + random.normal() * jitter,
          y + random.normal() * jitter,
          z + random.normal() * jitter * 0.7,
        );
        scene.sphere(centre, radius * random.between(0.9, 1.06), skin);
      }
    }
  }
}
