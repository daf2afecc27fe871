import {
  cellNoise,
  clamp,
  cloudyNoise,
  mix,
  smoothStep,
} from '../../../../native-models/simulation/painted-photos/noise.ts';
import type { Material } from '../rendering/surface.ts';
import { courses } from './masonry.ts';

const cobbleSize = 0.115;

/** Rounded granite setts, worn smooth, in wavering rows. */
export function cobbles(seed: number): Material {
  return {
    paint: ({ u, v, footprint }, look) => {
      const bend = 0.35 * Math.sin(u * 0.9) + 0.12 * (cloudyNoise(u * 0.6, v * 0.6, 2, 0, seed + 8) - 0.5);
      const { edge, awayX, awayY, column, row } = nearestSett(
        (u + 0.02 * Math.sin(v * 3)) / cobbleSize,
        (v + bend) / cobbleSize,
        seed,
      );
      const visible = clamp(1.4 - (1.6 * footprint) / cobbleSize, 0, 1);
      const grain = cloudyNoise(u * 130, v * 130, 4, footprint * 130, seed + 4);
      const joint = 1 - smoothStep(0.03, 0.2 + footprint * 3, edge + 0.06 * (grain - 0.5));
      const tone = cellNoise(column, row, seed + 2);
      const hue = cellNoise(column, row, seed + 3) - 0.5;
      const wear = cloudyNoise(u * 0.8, v * 0.8, 4, footprint, seed + 5);
      const light = 0.235 * mix(0.72, 1.22, tone) * mix(0.72, 1.24, grain) * mix(0.7, 1.22, wear);
      const dirt = joint * mix(0.4, 0.8, visible);
      look.red = mix(light * (1.07 + hue * 0.2), 0.1, dirt);
      look.green = mix(light, 0.09, dirt);
      look.blue = mix(light * (0.92 - hue * 0.2), 0.07, dirt);
      look.gloss = 0.028 * (1 - joint) * wear;
      const roundness = 0.95 * visible * smoothStep(0.5, 0.02, edge);
      look.bumpU =
        -roundness * awayX + 0.35 * visible * (cloudyNoise(u * 60 + 1, v * 60, 3, footprint * 60, seed + 6) - 0.5);
      look.bumpV =
        -roundness * awayY + 0.35 * visible * (cloudyNoise(u * 60, v * 60 + 1, 3, footprint * 60, seed + 7) - 0.5);
    },
  };
}

/** Large worn flagstones. */
export function pavement(seed: number): Material {
  return courses({
    colour: [0.4, 0.375, 0.335],
    mortar: [0.13, 0.12, 0.1],
    width: 0.78,
    height: 0.52,
    joint: 0.013,
    variety: 0.3,
    roughness: 0.3,
    seed,
  });
}

interface Sett {
  /** Distance to the border with the nearest neighbour, in setts. */
  edge: number;
  /** From the sett's centre, in setts. */
  awayX: number;
  awayY: number;
  column: number;
  row: number;
}

const found: Sett = { edge: 0, awayX: 0, awayY: 0, column: 0, row: 0 };

function nearestSett(x: number, y: number, seed: number): Sett {
  const baseRow = Math.floor(y);
  const baseColumn = Math.floor(x);
  let nearest = 1e9;
  let second = 1e9;
  for (let row = baseRow - 1; row <= baseRow + 1; row++) {
    const shift = (row & 1) === 0 ? 0 : 0.5;
    for (let column = baseColumn - 1; column <= baseColumn + 2; column++) {
      const centreX = column + shift + 0.3 * (cellNoise(column, row, seed) - 0.5);
      const centreY = row + 0.5 + 0.2 * (cellNoise(column, row, seed + 1) - 0.5);
      const awayX = x - centreX;
      const awayY = y - centreY;
      // Between a square and a circle: setts are cut, then worn.
      const distance = (awayX ** 4 + awayY ** 4) ** 0.25 * 0.75 + Math.hypot(awayX, awayY) * 0.25;
      if (distance < nearest) {
        second = nearest;
        nearest = distance;
        found.awayX = awayX;
        found.awayY = awayY;
        found.column = column;
        found.row = row;
      } else if (distance < second) second = distance;
    }
  }
  found.edge = second - nearest;
  return found;
}
