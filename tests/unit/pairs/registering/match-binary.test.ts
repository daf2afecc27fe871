import { describe, expect, it } from 'vitest';
import { applyHomography } from '#contract/geometry';
import { agreeingMatches } from '#core/pairs/registering/agreeing-matches';
import type { Features } from '#core/pairs/registering/detect-features';
import { matchBinary } from '#core/pairs/registering/match-binary';
import { randomNumbers } from '../../../support/simulated-pair.ts';

const bytes = 61;

/** Features with descriptors of random bits, at places that tell them apart. */
function randomFeatures(count: number, random: () => number): Features {
  return {
    count,
    points: Float32Array.from({ length: 2 * count }, (_, index) => index),
    descriptors: Uint8Array.from({ length: count * bytes }, () => Math.floor(random() * 256)),
    descriptorBytes: bytes,
  };
}

/** The same with so many bits of every descriptor turned round. */
function disturbed(features: Features, bits: number, random: () => number): Features {
  const descriptors = features.descriptors.slice();
  for (let row = 0; row < features.count; row += 1) {
    const turned = new Set<number>();
    while (turned.size < bits) turned.add(Math.floor(random() * bytes * 8));
    for (const bit of turned) {
      const at = row * bytes + (bit >> 3);
      descriptors[at] = (descriptors[at] ?? 0) ^ (1 << (bit & 7));
    }
  }
  return { ...features, descriptors };
}

/** What the ratio test leaves when everything is compared with everything, bit by bit. */
function bruteForce(from: Features, to: Features): string[] {
  const bitsOf = (features: Features, row: number): number[] =>
    [...features.descriptors.subarray(row * bytes, (row + 1) * bytes)].flatMap((byte) =>
      Array.from({ length: 8 }, (_, bit) => (byte >> bit) & 1),
    );
  const others = Array.from({ length: to.count }, (_, row) => bitsOf(to, row));
  return Array.from({ length: from.count }, (_, row) => {
    const bits = bitsOf(from, row);
    const distances = others
      .map((other, index) => ({ index, distance: bits.filter((bit, at) => bit !== other[at]).length }))
      .sort((one, other) => one.distance - other.distance);
    const [first, second] = distances;
    return first && second && first.distance < 0.8 * second.distance ? `${row}-${first.index}` : null;
  }).filter((match) => match !== null);
}

function matchesOf(from: Features, to: Features): string[] {
  const { count, from: starts, to: ends } = matchBinary(from, to);
  return Array.from({ length: count }, (_, row) => `${(starts[2 * row] ?? 0) / 2}-${(ends[2 * row] ?? 0) / 2}`);
}

describe('matching binary descriptors', () => {
  const random = randomNumbers(3);
  const none = randomFeatures(0, random);
  const some = randomFeatures(60, random);

  it('finds nothing among none, and nothing between strangers', () => {
    expect(matchesOf(none, some)).toEqual([]);
    expect(matchesOf(some, none)).toEqual([]);
    expect(matchesOf(some, randomFeatures(60, random))).toEqual([]);
  });

  it('finds what comparing everything finds', () => {
    const again = disturbed(some, 40, random);
    const expected = bruteForce(some, again);
    expect(expected).toHaveLength(60);
    expect(matchesOf(some, again).sort()).toEqual(expected.sort());
  });

  it('leaves out what has two counterparts, and what is claimed twice', () => {
    const twice: Features = {
      count: 2,
      points: Float32Array.from([0, 1, 2, 3]),
      descriptors: Uint8Array.from([...some.descriptors.subarray(0, bytes), ...some.descriptors.subarray(0, bytes)]),
      descriptorBytes: bytes,
    };
    expect(matchesOf(some, twice)).toEqual([]);
    expect(matchesOf(twice, some)).toEqual(['0-0']);
  });

  it('gives the likeliest first', () => {
    const near = disturbed(some, 5, random);
    const far = disturbed(some, 60, random);
    const mixed = { ...far, descriptors: far.descriptors.slice() };
    mixed.descriptors.set(near.descriptors.subarray(40 * bytes), 40 * bytes);
    const rows = matchesOf(some, mixed).map((match) => Number(match.split('-')[0]));
    expect(Math.min(...rows.slice(0, 20))).toBe(40);
  });
});

describe('matches that agree', () => {
  /** Points of which some follow a zoom of 0.25, a turn of 90 degrees and a shift, and the others nothing. */
  function matches(right: number, wrong: number) {
    const random = randomNumbers(9);
    const from: number[] = [];
    const to: number[] = [];
    for (let index = 0; index < right + wrong; index += 1) {
      const [x, y] = [random() * 900, random() * 700];
      from.push(x, y);
      if (index % Math.round((right + wrong) / right) === 0) to.push(500 - y / 4 + random(), 100 + x / 4 + random());
      else to.push(random() * 900, random() * 700);
    }
    return { count: right + wrong, from: Float32Array.from(from), to: Float32Array.from(to) };
  }
  const options = { distance: 4, mayZoom: (zoom: number) => zoom < 0.8 && zoom > 0.15 };

  it('are none of none, of one, and of zooms that cannot be', () => {
    const points = matches(10, 0);
    expect(agreeingMatches({ count: 0, from: new Float32Array(), to: new Float32Array() }, options)).toBeNull();
    expect(agreeingMatches({ ...points, count: 1 }, options)).toBeNull();
    expect(agreeingMatches(points, { ...options, mayZoom: () => false })).toBeNull();
  });

  it('are found among four times as many that are wrong, and tell where the picture lies', () => {
    const found = agreeingMatches(matches(20, 80), options);
    expect(found?.count).toBeGreaterThanOrEqual(20);
    expect(found?.count).toBeLessThan(26);
    expect(found?.zoom).toBeCloseTo(0.25, 1);
    if (found === null) return;
    const centre = applyHomography(found.homography, { x: 450, y: 350 });
    expect(Math.hypot(centre.x - (500 - 350 / 4 + 0.5), centre.y - (100 + 450 / 4 + 0.5))).toBeLessThan(1.5);
  });

  it('are fewer of points that follow nothing than any limit asks for', () => {
    expect(agreeingMatches(matches(1, 99), options)?.count ?? 0).toBeLessThan(8);
  });
});
