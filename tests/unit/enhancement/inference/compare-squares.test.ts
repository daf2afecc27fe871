import { describe, expect, it } from 'vitest';
import { seeSquares } from '#core/enhancement/inference/compare-squares';
import { handOver } from '#core/pairs/camera/wide-camera';
import { comparedSide as side } from '#native-models/noise-left';
import { createRandom } from '#native-models/random';
import { gradientImage } from '../../../support/sample-pictures.ts';

const random = createRandom(3);
const wide = gradientImage(112, 96);
const tele = { ...gradientImage(140, 130), depth: 8 as const };
tele.data = Uint8Array.from(tele.data, () => random.integer(0, 255));
const compared = {
  wide,
  overlap: [],
  camera: handOver,
  placed: {
    tele,
    // The tele ends within the wide, on the left and below.
    homography: [0.5, 0.01, 25, -0.01, 0.5, 5, 0, 0, 1] as const,
    colour: {
      columns: 2,
      rows: 1,
      region: { x: 0, y: 0, width: 112, height: 96 },
      gain: Float32Array.of(1, 0.9, 1, 1.1, 1, 1),
      offset: new Float32Array(6),
    },
  },
  pause: async (): Promise<void> => undefined,
};
const field = {
  columns: 2,
  rows: 2,
  origin: { x: 20, y: 20 },
  spacing: 60,
  shift: Float32Array.of(0, 1, -1, 2, 1, 0, 2, -1),
};

describe('the squares of a grid', () => {
  it.each(['green', 'all'] as const)('seen at once, where they are near, are those seen alone: %s', (channels) => {
    const near = { columns: 12, rows: 10, origin: { x: 8, y: 8 }, spacing: 8 };
    const [atOnce, alone] = [near, { ...near, spacing: 40 }].map((grid) => seeSquares(compared, field, grid, channels));
    const seen = { known: 0, unknown: 0 };
    for (let y = 4; y < 80; y += 8) {
      for (let x = 4; x < 96; x += 8) {
        const square = { x, y, width: side, height: side };
        const expected = alone?.(square) ?? null;
        expect(atOnce?.(square)).toEqual(expected);
        seen[expected === null ? 'unknown' : 'known'] += 1;
      }
    }
    expect(Math.min(seen.known, seen.unknown)).toBeGreaterThan(10);
  });
});
