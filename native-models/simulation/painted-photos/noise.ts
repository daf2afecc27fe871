/** A random number in [0, 1) that belongs to a cell of the integer grid: the same cell always has the same one. */
export function cellNoise(column: number, row: number, seed: number): number {
  let hash = (Math.imul(column, 374761393) + Math.imul(row, 668265263) + Math.imul(seed, 974711)) | 0;
  hash = Math.imul(hash ^ (hash >>> 13), 1274126177);
  hash = Math.imul(hash ^ (hash >>> 15), 2246822519);
  return ((hash ^ (hash >>> 14)) >>> 0) / 4294967296;
}

/** Smooth noise in [0, 1) with features about one unit across. */
export function smoothNoise(x: number, y: number, seed: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const alongX = ease(x - column);
  const alongY = ease(y - row);
  const top = mix(cellNoise(column, row, seed), cellNoise(column + 1, row, seed), alongX);
  const bottom = mix(cellNoise(column, row + 1, seed), cellNoise(column + 1, row + 1, seed), alongX);
  return mix(top, bottom, alongY);
}

/**
 * Noise in [0, 1] of several octaves, the coarsest one unit across. Octaves finer than `footprint` (in the same units)
 * fade out, so that what a pixel cannot show does not alias.
 */
export function cloudyNoise(x: number, y: number, octaves: number, footprint: number, seed: number): number {
  let sum = 0;
  let total = 0;
  let weight = 0.5;
  let scale = 1;
  for (let octave = 0; octave < octaves; octave++) {
    const visible = clamp(2 - 2.5 * footprint * scale, 0, 1);
    const value = visible > 0 ? smoothNoise(x * scale + octave * 17.3, y * scale - octave * 9.1, seed + octave) : 0.5;
    sum += weight * mix(0.5, value, visible);
    total += weight;
    weight *= 0.5;
    scale *= 2.07;
  }
  return sum / total;
}

/** 0 below `low`, 1 above `high`, smooth between. */
export function smoothStep(low: number, high: number, value: number): number {
  return ease(clamp((value - low) / (high - low), 0, 1));
}

export function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

function ease(t: number): number {
  return t * t * (3 - 2 * t);
}
