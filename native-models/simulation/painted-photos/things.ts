import { letterStyles, letterText } from './lettering/letter-text.ts';
import type { Random } from '../../random.ts';
import { bookTitle, shopName, smallPrint, surname } from './words.ts';
import { paint, shadow, type Canvas, type Colour } from './canvas.ts';
import type { CloudTexture } from './cloud-texture.ts';
import { ellipse, outlines, polygon, type Outline } from './outlines.ts';
import { lit, type Palette } from './palette.ts';
import { drawPattern, patterns } from './patterns.ts';

/** What everything in a picture is made with. */
export interface Workshop {
  readonly canvas: Canvas;
  readonly clouds: CloudTexture;
  readonly palette: Palette;
}

/** Ways to fill a part of a picture, each with about `radius` around a place. */
export type Maker = (workshop: Workshop, random: Random, x: number, y: number, radius: number) => void;

/** One outline with one surface, often with a soft shadow under it. */
export const makeLeaf: Maker = ({ canvas, clouds, palette }, random, x, y, radius) => {
  const outline = outlines[random.pick(Object.keys(outlines) as (keyof typeof outlines)[])](random, x, y, radius);
  if (random.chance(0.5)) castShadow(canvas, outline, random);
  paint(canvas, {
    ...outline,
    coverAt: coverOf(outline),
    shadeAt: drawPattern(random, clouds),
    colours: [palette.draw(random), palette.draw(random)],
  });
};

/** A crown of small leaves, lighter towards one side. */
export const makeFoliage: Maker = ({ canvas, palette }, random, x, y, radius) => {
  const size = random.between(2, 7);
  const colour = palette.draw(random);
  const lean = random.between(0, 2 * Math.PI);
  const count = Math.min(900, Math.ceil((3 * radius * radius) / (size * size)));
  for (let leaf = 0; leaf < count; leaf++) {
    const distance = radius * Math.sqrt(random.next());
    const angle = random.between(0, 2 * Math.PI);
    const [right, down] = [distance * Math.cos(angle), distance * Math.sin(angle)];
    const outline = ellipse(random, x + right, y + down, size * random.between(0.5, 1.3));
    const light = 0.35 + 0.65 * (leaf / count) + (0.4 * (right * Math.cos(lean) + down * Math.sin(lean))) / radius;
    const own = lit(colour, Math.max(0.1, light) * random.between(0.7, 1.3));
    paint(canvas, { ...outline, coverAt: coverOf(outline), shadeAt: () => 0, colours: [own, own] });
  }
};

/** A stem that parts again and again into thinner ones: twigs, wires, hair. */
export const makeBranches: Maker = ({ canvas, palette }, random, x, y, radius) => {
  const colour = palette.draw(random);
  const grow = (fromX: number, fromY: number, angle: number, length: number, width: number): void => {
    if (length < 4 || width < 0.25) return;
    const [toX, toY] = [fromX + length * Math.cos(angle), fromY + length * Math.sin(angle)];
    stroke(canvas, [fromX, fromY, toX, toY], width, lit(colour, random.between(0.8, 1.2)));
    const parts = random.integer(1, 3);
    for (let part = 0; part < parts; part++)
      grow(toX, toY, angle + random.between(-0.7, 0.7), length * random.between(0.6, 0.9), width * 0.72);
  };
  grow(x, y, random.between(0, 2 * Math.PI), radius * 0.45, random.between(0.8, 0.05 * radius + 1));
};

/** Many thin strokes in about one direction. */
export const makeGrass: Maker = ({ canvas, palette }, random, x, y, radius) => {
  const angle = random.between(0, 2 * Math.PI);
  const colour = palette.draw(random);
  const length = random.between(10, 40);
  const count = Math.min(400, Math.ceil((radius * radius) / length / 1.5));
  for (let blade = 0; blade < count; blade++) {
    const [fromX, fromY] = [x + random.between(-radius, radius), y + random.between(-radius, radius)];
    const own = angle + random.between(-0.3, 0.3);
    const to = [fromX + length * Math.cos(own), fromY + length * Math.sin(own)] as const;
    stroke(canvas, [fromX, fromY, ...to], random.between(0.4, 1.4), lit(colour, random.between(0.4, 1.5)));
  }
};

/** A sheet with lines of words, at an angle. */
export const makeSign: Maker = ({ canvas, clouds, palette }, random, x, y, radius) => {
  const [paper, ink] = [palette.draw(random), palette.draw(random)];
  const contrast = Math.abs(paper[1] - ink[1]) < 0.15 ? (paper[1] > 0.3 ? 0.1 : 4) : 1;
  const sheet = random.chance(0.7) ? box(random, x, y, radius) : polygon(random, x, y, radius);
  castShadow(canvas, sheet, random);
  const grain = patterns.plain(random, clouds);
  paint(canvas, { ...sheet, coverAt: coverOf(sheet), shadeAt: grain, colours: [paper, lit(paper, 0.75)] });
  const style = letterStyles[random.pick(Object.keys(letterStyles) as (keyof typeof letterStyles)[])];
  const size = Math.min(radius * 0.6, Math.exp(random.between(Math.log(5), Math.log(40))));
  const angle = random.chance(0.5) ? random.between(-0.1, 0.1) : random.between(-Math.PI, Math.PI);
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const start = -radius * random.between(0.6, 0.9);
  for (let line = -Math.floor(radius / size / 2); line < radius / size / 2; line++) {
    const text = letterText(drawWords(random), style, size);
    const down = line * size * 1.75;
    paint(canvas, {
      bounds: sheet.bounds,
      coverAt: (px, py) => {
        const along = cosine * (px - x) + sine * (py - y) - start;
        const below = cosine * (py - y) - sine * (px - x) - down;
        if (along < -size || along > text.width + size || below > 0.6 * size || below < -1.4 * size) return 0;
        return Math.min(text.coverage(along, -below, 1), coverOf(sheet)(px, py));
      },
      shadeAt: () => 0,
      colours: [lit(ink, contrast), ink],
    });
  }
};

function drawWords(random: Random): string {
  const kinds = [bookTitle, surname, (own: Random) => shopName(own).trade, (own: Random) => smallPrint(own, 6)];
  return random.pick(kinds)(random);
}

function box(random: Random, x: number, y: number, radius: number): Outline {
  const [width, height] = [radius, radius * random.between(0.5, 1)];
  const lean = random.between(-0.15, 0.15);
  const reach = 1.3 * radius;
  return {
    bounds: { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach },
    insideAt: (px, py) =>
      Math.min(width - Math.abs(px - x + lean * (py - y)), height - Math.abs(py - y - lean * (px - x))),
  };
}

function stroke(
  canvas: Canvas,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  width: number,
  colour: Colour,
): void {
  const [right, down] = [x1 - x0, y1 - y0];
  const squared = Math.max(1e-6, right * right + down * down);
  const reach = width + 1;
  paint(canvas, {
    bounds: {
      left: Math.min(x0, x1) - reach,
      top: Math.min(y0, y1) - reach,
      right: Math.max(x0, x1) + reach,
      bottom: Math.max(y0, y1) + reach,
    },
    coverAt: (x, y) => {
      const along = Math.min(1, Math.max(0, ((x - x0) * right + (y - y0) * down) / squared));
      const distance = Math.hypot(x - x0 - along * right, y - y0 - along * down);
      return Math.min(1, 2 * width, Math.max(0, width - distance + 0.5));
    },
    shadeAt: () => 0,
    colours: [colour, colour],
  });
}

function castShadow(canvas: Canvas, { bounds, insideAt }: Outline, random: Random): void {
  const [right, down] = [random.between(-12, 12), random.between(-2, 14)];
  const softness = random.between(2, 14);
  const depth = random.between(0.2, 0.7);
  const grown = {
    left: bounds.left + Math.min(0, right) - softness,
    top: bounds.top + Math.min(0, down) - softness,
    right: bounds.right + Math.max(0, right) + softness,
    bottom: bounds.bottom + Math.max(0, down) + softness,
  };
  shadow(canvas, grown, (x, y) => {
    const inside = insideAt(x - right, y - down);
    return inside <= -softness ? 1 : 1 - depth * Math.min(1, 0.5 + inside / (2 * softness));
  });
}

function coverOf({ insideAt }: Outline): (x: number, y: number) => number {
  return (x, y) => Math.min(1, insideAt(x, y) + 0.5);
}
