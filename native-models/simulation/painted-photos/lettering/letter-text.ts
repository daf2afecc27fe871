import { clamp } from '../noise.ts';
import { glyphOf } from './glyph-strokes.ts';

/** How letters are drawn. Lengths as shares of the height of a capital. */
export interface LetterStyle {
  /** Thickness of upright strokes. */
  readonly weight: number;
  /** How much thinner level strokes are than upright ones; 1 for an even pen. */
  readonly contrast: number;
  readonly serifs: boolean;
  /** Sideways lean: 0 upright, 0.2 italic. */
  readonly slant: number;
  /** 1 as drawn, less for narrow letters. */
  readonly stretch: number;
  /** Between letters, beside what they need anyway. */
  readonly spacing: number;
}

export const letterStyles = {
  plain: { weight: 0.12, contrast: 1.1, serifs: false, slant: 0, stretch: 0.92, spacing: 0.02 },
  bold: { weight: 0.2, contrast: 1.15, serifs: false, slant: 0, stretch: 0.98, spacing: 0.02 },
  narrow: { weight: 0.17, contrast: 1.25, serifs: false, slant: 0, stretch: 0.66, spacing: 0.02 },
  bookish: { weight: 0.14, contrast: 1.75, serifs: true, slant: 0, stretch: 0.95, spacing: 0.01 },
  engraved: { weight: 0.2, contrast: 2.2, serifs: true, slant: 0, stretch: 1, spacing: 0.05 },
  italic: { weight: 0.12, contrast: 1.9, serifs: false, slant: 0.24, stretch: 0.86, spacing: 0.02 },
  brush: { weight: 0.15, contrast: 1.45, serifs: false, slant: 0.14, stretch: 0.9, spacing: 0.03 },
} as const satisfies Record<string, LetterStyle>;

/** One line of lettering, ready to be asked point by point. */
export interface LetteredLine {
  readonly width: number;
  /** Share of a spot of `footprint` across that ink covers; (x, y) from the start of the baseline, y up. */
  coverage(x: number, y: number, footprint: number): number;
}

interface PlacedGlyph {
  start: number;
  /** Line segments in height units, heights multiplied by the contrast: [x0, y0, x1, y1, …]. */
  segments: Float32Array;
}

/** Letters of `size` metres (the height of a capital). */
export function letterText(text: string, style: LetterStyle, size: number): LetteredLine {
  const placed: PlacedGlyph[] = [];
  const side = style.weight / 2 + style.spacing / 2 + 0.05 + (style.serifs ? 0.05 : 0);
  let at = 0;
  for (const character of text) {
    const { width } = glyphOf(character);
    const start = at + side;
    if (character !== ' ') placed.push({ start, segments: segmentsOf(character, style) });
    at = start + width * style.stretch + side;
  }
  const cells = Float32Array.from(placed, (one) => one.start - side);
  const lowest = -0.34 - style.weight;
  const highest = 1.06 + style.weight;
  return {
    width: at * size,
    coverage: (x, y, footprint) => {
      const down = y / size;
      if (down < lowest || down > highest) return 0;
      const along = x / size - style.slant * down;
      if (along < -0.1 || along > at + 0.1) return 0;
      const glyph = placed[lastAtOrBefore(cells, along)];
      if (glyph === undefined) return 0;
      const distance = distanceTo(glyph.segments, along - glyph.start, down * style.contrast);
      return clamp(0.5 + (style.weight / 2 - distance) / Math.max(1e-6, footprint / size), 0, 1);
    },
  };
}

/** Breaks a text into lines no wider than `width` metres. */
export function breakLines(text: string, style: LetterStyle, size: number, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    const longer = line === undefined ? word : `${line} ${word}`;
    if (line !== undefined && letterText(longer, style, size).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function lastAtOrBefore(cells: Float32Array, along: number): number {
  let low = 0;
  let high = cells.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((cells[middle] ?? 0) <= along) low = middle;
    else high = middle - 1;
  }
  return low;
}

function distanceTo(segments: Float32Array, x: number, y: number): number {
  let nearest = 1e9;
  for (let at = 0; at < segments.length; at += 4) {
    const x0 = segments[at] ?? 0;
    const y0 = segments[at + 1] ?? 0;
    const ax = (segments[at + 2] ?? 0) - x0;
    const ay = (segments[at + 3] ?? 0) - y0;
    const px = x - x0;
    const py = y - y0;
    const share = clamp((px * ax + py * ay) / (ax * ax + ay * ay + 1e-9), 0, 1);
    const ex = px - share * ax;
    const ey = py - share * ay;
    const squared = ex * ex + ey * ey;
    if (squared < nearest) nearest = squared;
  }
  return Math.sqrt(nearest);
}

const compiled = new Map<string, Float32Array>();

function segmentsOf(character: string, style: LetterStyle): Float32Array {
  const key = `${character}${style.stretch}/${style.contrast}/${style.serifs ? style.weight : 0}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const { strokes } = glyphOf(character);
  const segments: number[] = [];
  const draw = (x0: number, y0: number, x1: number, y1: number): void => {
    segments.push(x0 * style.stretch, y0 * style.contrast, x1 * style.stretch, y1 * style.contrast);
  };
  for (const stroke of strokes) {
    for (let at = 0; at + 3 < stroke.length; at += 2) {
      draw(stroke[at] ?? 0, stroke[at + 1] ?? 0, stroke[at + 2] ?? 0, stroke[at + 3] ?? 0);
    }
    if (style.serifs) for (const [x, y, reach] of serifsOf(stroke)) draw(x - reach, y, x + reach, y);
  }
  const result = Float32Array.from(segments);
  compiled.set(key, result);
  return result;
}

/** Feet for strokes that end upright on the baseline, at the top or below. */
function serifsOf(stroke: readonly number[]): [number, number, number][] {
  const last = stroke.length - 2;
  const ends: [number, number][] = [
    [0, 2],
    [last, last - 2],
  ];
  return ends.flatMap(([end, next]): [number, number, number][] => {
    const x = stroke[end] ?? 0;
    const y = stroke[end + 1] ?? 0;
    const across = Math.abs((stroke[next] ?? 0) - x);
    const upright = Math.abs((stroke[next + 1] ?? 0) - y);
    const isFoot = upright > 0.3 && upright > across && [0, 1, 0.68, -0.3].some((line) => Math.abs(line - y) < 0.01);
    return isFoot ? [[x, y, y === 0.68 ? 0.08 : 0.15]] : [];
  });
}
