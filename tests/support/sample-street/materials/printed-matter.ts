import {
  breakLines,
  letterText,
  type LetteredLine,
  type LetterStyle,
} from '../../../../native-models/simulation/painted-photos/lettering/letter-text.ts';
import { clamp, cloudyNoise } from '../../../../native-models/simulation/painted-photos/noise.ts';
import type { Colour, Material } from '../rendering/surface.ts';

/** Something printed or painted onto a flat thing. Metres from its lower left corner, y up. */
export type Ink =
  | { kind: 'rectangle'; x: number; y: number; width: number; height: number; colour: Colour }
  | { kind: 'frame'; x: number; y: number; width: number; height: number; line: number; colour: Colour }
  | { kind: 'disc'; x: number; y: number; radius: number; colour: Colour }
  | { kind: 'hills'; y: number; rise: number; colour: Colour; seed: number }
  | { kind: 'lettering'; x: number; y: number; line: LetteredLine; colour: Colour };

export interface PrintOptions {
  width: number;
  height: number;
  paper: Colour;
  inks: readonly Ink[];
  gloss?: number;
  glow?: number;
  /** 0 new; 1 long in the weather. */
  wear?: number;
}

/** A flat thing with something printed on it, for a patch of the same size. */
export function printed({ width, height, paper, inks, gloss = 0, glow = 0, wear = 0.3 }: PrintOptions): Material {
  return {
    paint: (point, look) => {
      const x = point.shareU * width;
      const y = point.shareV * height;
      let red = paper[0];
      let green = paper[1];
      let blue = paper[2];
      for (const ink of inks) {
        const covered = coverage(ink, x, y, point.footprint);
        if (covered === 0) continue;
        red += (ink.colour[0] - red) * covered;
        green += (ink.colour[1] - green) * covered;
        blue += (ink.colour[2] - blue) * covered;
      }
      const seed = Math.floor(point.variation * 1000);
      const age = 1 - wear * 0.45 * cloudyNoise(x * 7, y * 7, 6, point.footprint * 7, seed) + wear * 0.18;
      look.red = red * age;
      look.green = green * age;
      look.blue = blue * age;
      look.gloss = gloss;
      look.glow = glow;
    },
  };
}

export type Alignment = 'left' | 'centre';

/** One line of letters, `x` at its left end or its middle. */
export function lettering(
  text: string,
  place: { x: number; y: number; size: number; align?: Alignment; fit?: number },
  style: LetterStyle,
  colour: Colour,
): Ink {
  const wanted = letterText(text, style, place.size);
  const size =
    place.fit !== undefined && wanted.width > place.fit ? (place.size * place.fit) / wanted.width : place.size;
  const line = size === place.size ? wanted : letterText(text, style, size);
  return {
    kind: 'lettering',
    x: place.align === 'centre' ? place.x - line.width / 2 : place.x,
    y: place.y,
    line,
    colour,
  };
}

/** A block of text, `y` the first baseline, broken at `width`. */
export function paragraph(
  text: string,
  place: { x: number; y: number; size: number; width: number; lineHeight?: number; align?: Alignment },
  style: LetterStyle,
  colour: Colour,
): Ink[] {
  const { x, y, size, width, lineHeight = 1.65, align = 'left' } = place;
  return breakLines(text, style, size, width).map((line, index) =>
    lettering(
      line,
      { x: align === 'centre' ? x + width / 2 : x, y: y - index * size * lineHeight, size, align },
      style,
      colour,
    ),
  );
}

function coverage(ink: Ink, x: number, y: number, footprint: number): number {
  switch (ink.kind) {
    case 'rectangle':
      return inside(x - ink.x, ink.width, footprint) * inside(y - ink.y, ink.height, footprint);
    case 'frame': {
      const outer = inside(x - ink.x, ink.width, footprint) * inside(y - ink.y, ink.height, footprint);
      const innerX = inside(x - ink.x - ink.line, ink.width - 2 * ink.line, footprint);
      const innerY = inside(y - ink.y - ink.line, ink.height - 2 * ink.line, footprint);
      return outer * (1 - innerX * innerY);
    }
    case 'disc':
      return clamp(0.5 + (ink.radius - Math.hypot(x - ink.x, y - ink.y)) / footprint, 0, 1);
    case 'hills': {
      const top = ink.y + ink.rise * cloudyNoise((x / ink.rise) * 0.8, ink.seed * 3.7, 5, 0, ink.seed);
      return clamp(0.5 + (top - y) / footprint, 0, 1);
    }
    case 'lettering':
      return ink.line.coverage(x - ink.x, y - ink.y, footprint);
  }
}

function inside(at: number, length: number, footprint: number): number {
  return clamp(0.5 + at / footprint, 0, 1) * clamp(0.5 + (length - at) / footprint, 0, 1);
}
