import { createRandom, type Random } from '../random.ts';

/** As `ranges.json` writes one: uniform, or uniform in its logarithm. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly scale?: string;
}

/** A number within a range. */
export function drawFrom(random: Random, { from, to, scale }: Range): number {
  if (scale === 'logarithmic') return Math.exp(random.between(Math.log(from), Math.log(to)));
  return random.between(from, to);
}

/** A whole number within a range, both ends included. */
export function drawWhole(random: Random, { from, to }: Range): number {
  return random.integer(from, to);
}

/** One of the names, each with the probability that stands beside it. */
export function drawShare<Name extends string>(random: Random, shares: Readonly<Record<Name, number>>): Name {
  const names = Object.keys(shares) as Name[];
  let left = random.next();
  for (const name of names) {
    left -= shares[name];
    if (left < 0) return name;
  }
  return random.pick(names);
}

/** A stream that belongs to a list of whole numbers, in their order. */
export function createRandomFrom(seed: readonly number[]): Random {
  return seed.reduce((random, part) => random.fork(String(part)), createRandom(seed.length));
}
