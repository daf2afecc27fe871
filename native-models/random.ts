/** A repeatable stream of random numbers: the same seed gives the same stream on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Whole, low and high included. */
  integer(low: number, high: number): number;
  /** Standard normal. */
  readonly normal: () => number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of the list; a RangeError when it is empty. */
  pick<Value>(list: readonly Value[]): Value;
  /** A stream of its own, so that one part may draw more numbers without changing the others. */
  fork(name: string): Random;
}

export function createRandom(seed: number): Random {
  const next = mulberry(seed);
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    chance: (probability) => next() < probability,
    pick: (list) => {
      const picked = list[Math.floor(next() * list.length)];
      if (picked === undefined)
        throw new RangeError('Expected a list with at least one entry to pick from, received none');
      return picked;
    },
    fork: (name) => createRandom(hashText(name, seed)),
  };
}

/** T. Ettinger's mulberry32: 32 bits of state, passes gjrand. */
function mulberry(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function hashText(text: string, seed: number): number {
  let hash = seed ^ 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash | 0;
}
