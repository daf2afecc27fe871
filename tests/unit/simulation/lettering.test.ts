import { describe, expect, it } from 'vitest';
import { breakLines, letterStyles, letterText } from '#native-models/simulation/painted-photos/lettering/letter-text';

const { plain, bold } = letterStyles;

describe('lettering', () => {
  it('has no ink for a blank, and room for a character it does not know', () => {
    expect(inkOf('   ', 1)).toBe(0);
    expect(letterText('\u4e16', plain, 1).width).toBeGreaterThan(0.2);
  });

  it('draws an upright stroke as thick and as high as its style says', () => {
    // A stroke of length 1 and width w with round ends covers w + pi w^2 / 4; the pen's contrast flattens the ends.
    const expected = plain.weight + (Math.PI * plain.weight ** 2) / (4 * plain.contrast);
    expect(inkOf('I', 1)).toBeCloseTo(expected, 2);
  });

  it('scales with its size and gets heavier with its weight', () => {
    expect(letterText('Books', plain, 0.4).width).toBeCloseTo(4 * letterText('Books', plain, 0.1).width, 9);
    expect(inkOf('Books', 1, bold)).toBeGreaterThan(1.3 * inkOf('Books', 1));
  });

  it('draws every letter differently, but for l, which plain type does not tell from I', () => {
    const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789');
    const shapes = letters.map((letter) => {
      const line = letterText(letter, plain, 1);
      return Array.from({ length: 300 }, (_, at) =>
        Math.round(9 * line.coverage((at % 15) * 0.08, Math.floor(at / 15) * 0.08 - 0.35, 0.04)),
      ).join('');
    });
    expect(new Set(shapes).size).toBe(letters.length);
  });

  it('fades small print that a sample cannot resolve to grey instead of noise', () => {
    const line = letterText('small print', plain, 0.01);
    const seen = Array.from({ length: 40 }, (_, at) => line.coverage((at / 40) * line.width, 0.003, 0.03));
    expect(Math.max(...seen) - Math.min(...seen)).toBeLessThan(0.35);
  });

  it('breaks lines at blanks, none wider than asked', () => {
    const lines = breakLines('Doors open half an hour before the first performance', plain, 0.02, 0.3);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join(' ')).toBe('Doors open half an hour before the first performance');
    for (const line of lines) expect(letterText(line, plain, 0.02).width).toBeLessThanOrEqual(0.3);
  });
});

function inkOf(text: string, size: number, style: (typeof letterStyles)[keyof typeof letterStyles] = plain): number {
  const line = letterText(text, style, size);
  const step = 0.01;
  let ink = 0;
  for (let y = -0.5; y < 1.4; y += step) {
    for (let x = -0.2; x < line.width + 0.2; x += step) ink += line.coverage(x, y, step) * step * step;
  }
  return ink;
}
