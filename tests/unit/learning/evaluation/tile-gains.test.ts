import { describe, expect, it } from 'vitest';
import type { Plane } from '#native-models/planes';
import { meanOfTiles, tileGains } from '#core/learning/evaluation/tile-gains';

const size = { width: 160, height: 130 };

function filled(value: (index: number) => number): Plane {
  return { ...size, data: Float32Array.from({ length: size.width * size.height }, (_, index) => value(index)) };
}

describe('tileGains', () => {
  const truth = filled((index) => index % 7);
  const everywhere = new Uint8Array(size.width * size.height).fill(1);
  const off = (error: number): Plane => filled((index) => (index % 7) + error);

  it('counts only tiles that lie wholly inside the mask', () => {
    expect(tileGains(truth, truth, truth, everywhere)).toHaveLength(4);
    const hole = everywhere.slice();
    hole[10 * size.width + 10] = 0;
    expect(tileGains(truth, truth, truth, hole)).toHaveLength(3);
  });

  it('tells the ratio of the squared errors in dB, and stays finite where one is perfect', () => {
    const [gain] = tileGains(truth, off(10), off(100), everywhere);
    expect(gain).toBeCloseTo(20, 1);
    const [perfect] = tileGains(truth, truth, off(1), everywhere);
    expect(perfect).toBeCloseTo(10 * Math.log10(13), 6);
  });
});

describe('meanOfTiles', () => {
  it('needs two tiles for an error', () => {
    expect(meanOfTiles([3])).toBeNull();
    expect(meanOfTiles([3, 5])).toEqual({ mean: 4, error: 1, tiles: 2 });
  });
});
