import { bark, leaf, petal } from '../materials/living-things.ts';
import type { Random } from '../../../../native-models/random.ts';
import type { SceneBuilder } from '../rendering/scene-builder.ts';
import type { Colour, Material } from '../rendering/surface.ts';
import { add, cross, normalise, scale, squareOn, type Vector } from '../rendering/vector.ts';
import type { Place } from './place.ts';
import { rod } from './solids.ts';

const greens: readonly [Colour, Colour][] = [
  [
    [0.2, 0.34, 0.05],
    [0.06, 0.16, 0.025],
  ],
  [
    [0.16, 0.3, 0.04],
    [0.05, 0.13, 0.03],
  ],
  [
    [0.3, 0.36, 0.06],
    [0.1, 0.2, 0.03],
  ],
];

export interface TreeOptions {
  foot: Vector;
  height: number;
  /** How many times branches fork. */
  forks: number;
  leafLength: number;
  leavesPerTwig: number;
  random: Random;
}

/** A broad-leaved tree: forking branches with leaves all round their outer twigs. */
export function tree(
  scene: SceneBuilder,
  { foot, height, forks, leafLength, leavesPerTwig, random }: TreeOptions,
): void {
  const wood = bark([0.2, 0.155, 0.11], random.integer(0, 999));
  const [young, old] = random.pick(greens);
  const foliage = leaf(young, old);
  const grow = (from: Vector, direction: Vector, length: number, radius: number, level: number): void => {
    const to = add(from, scale(direction, length));
    const thinner = radius * 0.68;
    if (radius > 0.004) rod(scene, from, to, [radius, thinner], wood, level === 0 ? 14 : level < 3 ? 8 : 5);
    if (level >= forks) {
      for (let count = 0; count < leavesPerTwig; count++) {
        const along = add(from, scale(direction, length * random.between(0.2, 1.1)));
        const spread = length * 0.55;
        const at = add(along, [random.normal() * spread, random.normal() * spread, random.normal() * spread]);
        looseLeaf(scene, at, leafLength * random.between(0.7, 1.25), foliage, random);
      }
      return;
    }
    const branches = level === 0 ? 4 : random.integer(2, 3);
    const [first, second] = squareOn(direction);
    const start = random.between(0, 7);
    for (let branch = 0; branch < branches; branch++) {
      const angle = start + (2 * Math.PI * branch) / branches + random.between(-0.4, 0.4);
      const away = random.between(0.45, 0.85);
      const bent = add(direction, add(scale(first, away * Math.cos(angle)), scale(second, away * Math.sin(angle))));
      grow(to, normalise(add(bent, [0, 0.14, 0])), length * random.between(0.66, 0.84), thinner * 0.8, level + 1);
    }
  };
  grow(
    foot,
    normalise([random.between(-0.05, 0.05), 1, random.between(-0.05, 0.05)]),
    height * 0.34,
    height * 0.024,
    0,
  );
}

/** A branch that hangs into the picture. */
export function hangingBranch(scene: SceneBuilder, from: Vector, to: Vector, leaves: number, random: Random): void {
  const wood = bark([0.16, 0.12, 0.085], random.integer(0, 999));
  const foliage = leaf([0.24, 0.38, 0.05], [0.07, 0.18, 0.025]);
  rod(scene, from, to, [0.018, 0.005], wood, 8);
  const step = add(to, scale(from, -1));
  for (let twig = 0; twig < 14; twig++) {
    const start = add(from, scale(step, random.between(0.1, 1)));
    const tip = add(start, [random.between(-0.28, 0.32), random.between(-0.34, 0.16), random.between(-0.3, 0.3)]);
    rod(scene, start, tip, [0.005, 0.0018], wood, 5);
    for (let count = 0; count < leaves / 14; count++) {
      const share = random.between(0.15, 1.05);
      const at = add(scale(start, 1 - share), scale(tip, share));
      const near: Vector = [random.normal() * 0.035, random.normal() * 0.035, random.normal() * 0.035];
      looseLeaf(scene, add(at, near), random.between(0.06, 0.105), foliage, random);
    }
  }
}

/** Leaves that lie about on the ground before the viewer. */
export function fallenLeaves(scene: SceneBuilder, count: number, random: Random): void {
  const dry = leaf([0.42, 0.27, 0.05], [0.26, 0.12, 0.03]);
  for (let index = 0; index < count; index++) {
    const z = 2.5 + 6.3 * random.next() ** 0.8;
    const turn = random.between(0, 7);
    const tip = normalise([Math.cos(turn), random.between(-0.05, 0.12), Math.sin(turn)]);
    const across = normalise(cross(tip, [random.normal() * 0.2, 1, random.normal() * 0.2]));
    leafPatch(scene, [random.between(-0.75, 0.75) * z, -0.108, z], tip, across, random.between(0.05, 0.1), 0.6, dry);
  }
}

export interface IvyRange {
  /** Where it is rooted, and how far it may spread to either side. */
  x: number;
  least: number;
  most: number;
}

/** Ivy that has climbed up a wall. Leaves lie like scales, tips down. */
export function ivy(
  scene: SceneBuilder,
  place: Place,
  { x, least, most }: IvyRange,
  reach: number,
  shoots: number,
  random: Random,
): void {
  const foliage = leaf([0.13, 0.26, 0.04], [0.035, 0.1, 0.02]);
  const stem = bark([0.12, 0.09, 0.06], random.integer(0, 999));
  for (let shoot = 0; shoot < shoots; shoot++) {
    let at = { x: x + random.normal() * 0.12, y: 0 };
    let heading = random.normal() * 0.35;
    const length = reach * random.between(0.35, 1);
    for (let grown = 0; grown < length; grown += 0.07) {
      heading = heading * 0.92 + random.normal() * 0.16;
      const wanted = at.x + 0.07 * Math.sin(heading);
      if (wanted < least || wanted > most) heading = -heading;
      const next = { x: Math.min(most, Math.max(least, wanted)), y: at.y + 0.07 * Math.cos(heading) };
      rod(scene, place.at(at.x, at.y, 0.01), place.at(next.x, next.y, 0.01), [0.006, 0.006], stem, 4);
      at = next;
      for (let count = 0; count < 5; count++) {
        const size = random.between(0.045, 0.095);
        const from = place.at(
          at.x + random.normal() * 0.09,
          at.y + random.normal() * 0.06,
          random.between(0.015, 0.09),
        );
        const tip = place.along(random.normal() * 0.5, -1 + random.normal() * 0.3, random.between(0.1, 0.6));
        const across = cross(normalise(tip), normalise(place.along(random.normal() * 0.3, 0.35, 1)));
        leafPatch(scene, from, normalise(tip), normalise(across), size, 0.95, foliage);
      }
    }
  }
}

export interface PlantOptions {
  /** Half width, height and half depth of the crown. */
  size: Vector;
  leaves: number;
  leafLength: number;
  /** Colours of blossoms; none for a green plant. */
  blossoms: readonly Colour[];
  /** Blossoms for every leaf. */
  blossomShare?: number;
  random: Random;
}

/** A leafy plant whose crown rises from the place's origin. */
export function plant(scene: SceneBuilder, place: Place, options: PlantOptions): void {
  const { size, leaves, leafLength, blossoms, blossomShare = 0.11, random } = options;
  const [young, old] = random.pick(greens);
  const foliage = leaf(young, old);
  for (let count = 0; count < leaves; count++) {
    const [x, y, z] = inCrown(size, random);
    looseLeaf(scene, place.at(x, y, z), leafLength * random.between(0.6, 1.25), foliage, random);
  }
  const petals = blossoms.map((colour) => petal(colour));
  if (petals.length === 0) return;
  for (let count = 0; count < leaves * blossomShare; count++) {
    const [x, y, z] = inCrown([size[0], size[1] * 1.05, size[2] * 1.1], random);
    blossom(
      scene,
      place.at(x, Math.max(y, size[1] * 0.35), z),
      random.between(0.018, 0.032),
      random.pick(petals),
      random,
    );
  }
}

function inCrown([halfWidth, height, halfDepth]: Vector, random: Random): Vector {
  const angle = random.between(0, 2 * Math.PI);
  const radius = Math.sqrt(random.next());
  const rise = Math.sqrt(Math.max(0, 1 - radius * radius * 0.8)) * random.between(0.15, 1);
  return [halfWidth * radius * Math.cos(angle), height * rise, halfDepth * radius * Math.sin(angle)];
}

function blossom(scene: SceneBuilder, centre: Vector, radius: number, material: Material, random: Random): void {
  const axis = normalise([random.normal() * 0.5, 0.6 + random.next() * 0.5, -1 + random.normal() * 0.4]);
  const [first, second] = squareOn(axis);
  for (let count = 0; count < 5; count++) {
    const angle = (2 * Math.PI * count) / 5;
    const outwards = add(scale(first, Math.cos(angle)), scale(second, Math.sin(angle)));
    const raised = normalise(add(outwards, scale(axis, 0.35)));
    leafPatch(scene, centre, raised, normalise(cross(raised, axis)), radius, 1, material);
  }
}

function looseLeaf(scene: SceneBuilder, at: Vector, length: number, material: Material, random: Random): void {
  const tip = normalise([random.normal(), random.normal() * 0.6 - 0.35, random.normal()]);
  const across = normalise(cross(tip, [random.normal() * 0.6, 1, random.normal() * 0.6]));
  leafPatch(scene, at, tip, across, length, 0.52, material);
}

/** From the stalk at `from` towards the unit vector `tip`; as wide as `slimness` times its length. */
function leafPatch(
  scene: SceneBuilder,
  from: Vector,
  tip: Vector,
  across: Vector,
  length: number,
  slimness: number,
  material: Material,
): void {
  const width = length * slimness;
  scene.patch({
    origin: add(from, scale(across, -width / 2)),
    edgeU: scale(tip, length),
    edgeV: scale(across, width),
    shape: 'leaf',
    material,
  });
}
