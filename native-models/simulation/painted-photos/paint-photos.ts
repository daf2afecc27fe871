import type { Random } from '../../random.ts';
import { createCanvas, paint, type Canvas } from './canvas.ts';
import { createCloudTexture } from './cloud-texture.ts';
import { createPalette } from './palette.ts';
import { drawPattern } from './patterns.ts';
import { makeBranches, makeFoliage, makeGrass, makeLeaf, makeSign, type Maker, type Workshop } from './things.ts';
import type { SharpPhoto } from '../scene/cut-scene.ts';
import { createRandomFrom, drawShare } from '../draw.ts';
import { encodeLight } from '../camera/light.ts';

const side = 512;

/** What fills a picture, and how often. */
const makers = {
  leaf: makeLeaf,
  foliage: makeFoliage,
  branches: makeBranches,
  grass: makeGrass,
  sign: makeSign,
} as const satisfies Record<string, Maker>;
const shares = { leaf: 0.78, foliage: 0.06, branches: 0.05, grass: 0.05, sign: 0.06 } as const;

/** Radii of things, of which there are as many per size as makes the picture look alike at every scale. */
const [largest, smallest] = [190, 5];
const thingsPerPicture = 360;

/**
 * Sharp pictures that nobody took, 512 x 512, to train on without any photo: things of all sizes before one another ("dead
 * leaves", whose statistics are near those of nature), with surfaces, lettering, foliage, twigs and shadows. The same seed gives the same
 * bytes; a picture depends on the seed and its number alone.
 */
export function syntheticPhotos(count: number, seed: number): SharpPhoto[] {
  return Array.from({ length: count }, (_, index) => syntheticPhoto(createRandomFrom([seed, index])));
}

function syntheticPhoto(random: Random): SharpPhoto {
  const canvas = createCanvas(side);
  const workshop: Workshop = {
    canvas,
    clouds: createCloudTexture(random.fork('clouds')),
    palette: createPalette(random.fork('palette')),
  };
  paintBackground(workshop, random.fork('background'));
  const things = random.fork('things');
  // Larger things lie behind: else the small ones that are there would be covered.
  const radii = Array.from({ length: thingsPerPicture }, () => drawRadius(things)).sort((one, other) => other - one);
  for (const radius of radii) {
    const own = things.fork(String(radius));
    const maker = makers[drawShare(own, shares)];
    maker(workshop, own, own.between(0, side), own.between(0, side), radius);
  }
  light(canvas, workshop, random.fork('light'));
  return encoded(canvas);
}

/** With a density of 1 / radius^1.9 between smallest and largest: of 1 / radius^3, as in nature, little but specks would be left. */
function drawRadius(random: Random): number {
  const [a, b] = [smallest ** -0.9, largest ** -0.9];
  return (a - random.next() * (a - b)) ** (-1 / 0.9);
}

function paintBackground({ canvas, clouds, palette }: Workshop, random: Random): void {
  paint(canvas, {
    bounds: { left: 0, top: 0, right: side, bottom: side },
    coverAt: () => 1,
    shadeAt: drawPattern(random, clouds),
    colours: [palette.draw(random), palette.draw(random)],
  });
}

/** Light that falls unevenly over the whole, and a little of it everywhere. */
function light({ data }: Canvas, { clouds }: Workshop, random: Random): void {
  const depth = random.between(0, 0.35);
  const [right, down] = [random.between(-0.4, 0.4) / side, random.between(-0.4, 0.4) / side];
  const grain = random.between(0, 0.06);
  const floor = random.between(0, 0.01);
  const size = side * side;
  for (let at = 0; at < size; at++) {
    const [x, y] = [at % side, Math.floor(at / side)];
    const fall = 1 + depth * clouds.at(x / 3, y / 3) + right * (x - side / 2) + down * (y - side / 2);
    const factor = Math.max(0.05, fall * (1 + grain * clouds.at(5 * x + 3 * y, 3 * x - 5 * y)));
    for (let place = at; place < 3 * size; place += size) data[place] = floor + (data[place] ?? 0) * factor;
  }
}

function encoded({ data }: Canvas): SharpPhoto {
  const size = side * side;
  encodeLight(data);
  const bytes = new Uint8Array(3 * size);
  for (let at = 0; at < size; at++)
    for (let channel = 0; channel < 3; channel++)
      bytes[3 * at + channel] = Math.round(255 * (data[channel * size + at] ?? 0));
  return { width: side, height: side, data: bytes };
}
