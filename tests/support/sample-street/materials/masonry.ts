import {
  cellNoise,
  clamp,
  cloudyNoise,
  mix,
  smoothStep,
} from '../../../../native-models/simulation/painted-photos/noise.ts';
import type { Colour, Material, SurfaceLook } from '../rendering/surface.ts';

export interface CourseOptions {
  colour: Colour;
  mortar: Colour;
  /** Of one stone with its joint, metres. */
  width: number;
  height: number;
  joint: number;
  /** How much stones differ in tone, 0 to 1. */
  variety: number;
  /** Height of the surface's grain. */
  roughness: number;
  seed: number;
}

/** Stones or bricks laid in rows, each row half a stone on. */
export function courses(options: CourseOptions): Material {
  const { colour, mortar, width, height, joint, variety, roughness, seed } = options;
  return {
    paint: ({ u, v, footprint }, look) => {
      const row = Math.floor(v / height);
      const along = u / width + (row % 2 === 0 ? 0 : 0.5) + (cellNoise(row, 3, seed) - 0.5) * 0.12;
      const column = Math.floor(along);
      const wobble = 0.25 * joint * (cloudyNoise(u * 22, v * 22, 2, footprint * 22, seed + 9) - 0.5);
      const fromSide = (along - column) * width + wobble;
      const fromFoot = v - row * height + wobble;
      const edge = Math.min(fromSide, width - fromSide, fromFoot, height - fromFoot) - joint / 2;
      const soft = Math.max(footprint, joint * 0.3);
      const stone = clamp(0.5 + edge / soft, 0, 1);
      const tone = cellNoise(column, row, seed);
      const warmth = cellNoise(column, row, seed + 1) - 0.5;
      const burnt = cellNoise(column, row, seed + 2) > 0.91 ? 0.62 : 1;
      const grain = cloudyNoise(u * 70, v * 70, 4, footprint * 70, seed + 3);
      const stain = cloudyNoise(u * 0.9, v * 0.6, 5, footprint, seed + 4);
      const light = (1 + variety * (tone - 0.5) * 0.9) * mix(0.86, 1.12, grain) * mix(0.74, 1.16, stain) * burnt;
      const worn = mix(0.86, 1, smoothStep(0, joint, edge));
      const mortarLight = mix(0.8, 1.1, grain) * mix(0.8, 1.1, stain);
      look.red = mix(mortar[0] * mortarLight, colour[0] * light * worn * (1 + variety * warmth * 0.3), stone);
      look.green = mix(mortar[1] * mortarLight, colour[1] * light * worn, stone);
      look.blue = mix(mortar[2] * mortarLight, colour[2] * light * worn * (1 - variety * warmth * 0.35), stone);
      const visible = clamp(1.5 - footprint / joint, 0, 1);
      if (visible === 0) return;
      const rim = joint * 1.1;
      const slope = 0.55 * visible * clamp(1 - Math.abs(edge) / rim, 0, 1);
      tiltAtEdges(look, fromSide, width, fromFoot, height, rim + joint / 2, slope);
      look.bumpU += roughness * visible * (cloudyNoise(u * 55 + 1, v * 55, 3, footprint * 55, seed + 5) - 0.5);
      look.bumpV += roughness * visible * (cloudyNoise(u * 55, v * 55 + 1, 3, footprint * 55, seed + 6) - 0.5);
    },
  };
}

export function brick(colour: Colour, seed: number): Material {
  const mortar: Colour = [0.42, 0.385, 0.33];
  return courses({ colour, mortar, width: 0.225, height: 0.075, joint: 0.011, variety: 0.75, roughness: 0.5, seed });
}

export function ashlar(colour: Colour, seed: number): Material {
  const mortar: Colour = [colour[0] * 0.55, colour[1] * 0.52, colour[2] * 0.5];
  return courses({ colour, mortar, width: 0.62, height: 0.3, joint: 0.012, variety: 0.28, roughness: 0.35, seed });
}

/** Smooth dressed stone: sills, kerbs, steps. */
export function stone(colour: Colour, seed: number): Material {
  return {
    paint: ({ u, v, footprint }, look) => {
      const grain = cloudyNoise(u * 60, v * 60, 4, footprint * 60, seed);
      const stain = cloudyNoise(u * 2.2, v * 2.2, 5, footprint * 2.2, seed + 1);
      paintColour(look, colour, mix(0.85, 1.12, grain) * mix(0.68, 1.15, stain));
      look.bumpU = 0.25 * (cloudyNoise(u * 50 + 1, v * 50, 3, footprint * 50, seed + 2) - 0.5);
      look.bumpV = 0.25 * (cloudyNoise(u * 50, v * 50 + 1, 3, footprint * 50, seed + 3) - 0.5);
    },
  };
}

/** Painted plaster with the marks that rain leaves. */
export function plaster(colour: Colour, seed: number): Material {
  return {
    paint: ({ u, v, footprint }, look) => {
      const patches = cloudyNoise(u * 0.7, v * 0.7, 6, footprint * 0.7, seed);
      const grain = cloudyNoise(u * 90, v * 90, 3, footprint * 90, seed + 1);
      const streaks = cloudyNoise(u * 6, v * 0.5, 5, footprint * 6, seed + 2);
      const light = mix(0.86, 1.1, patches) * mix(0.92, 1.07, grain) * mix(0.93, 1.03, streaks);
      const crack = crackAt(u, v, footprint, seed);
      paintColour(look, colour, light * (1 - 0.45 * crack));
      const fine = 0.32 * clamp(1.6 - footprint * 60, 0, 1);
      look.bumpU = fine * (cloudyNoise(u * 45 + 1, v * 45, 3, footprint * 45, seed + 3) - 0.5);
      look.bumpV = fine * (cloudyNoise(u * 45, v * 45 + 1, 3, footprint * 45, seed + 4) - 0.5);
    },
  };
}

/** Curved clay tiles in overlapping rows; v runs up the roof. */
export function roofTiles(colour: Colour, seed: number): Material {
  const width = 0.24;
  const height = 0.3;
  return {
    paint: ({ u, v, footprint }, look) => {
      const row = Math.floor(v / height);
      const along = u / width + (row % 2 === 0 ? 0 : 0.5);
      const column = Math.floor(along);
      const across = along - column - 0.5;
      const upwards = v / height - row;
      const tone = cellNoise(column, row, seed);
      const moss = smoothStep(0.58, 0.78, cloudyNoise(u * 1.3, v * 1.3, 5, footprint, seed + 1));
      const grain = cloudyNoise(u * 40, v * 40, 3, footprint * 40, seed + 2);
      const shadow = mix(0.45, 1, smoothStep(0, 0.16, upwards)) * mix(0.6, 1, smoothStep(0.5, 0.38, Math.abs(across)));
      const light = mix(0.62, 1.25, tone) * mix(0.85, 1.12, grain) * shadow;
      look.red = mix(colour[0], 0.11, moss * 0.7) * light;
      look.green = mix(colour[1], 0.12, moss * 0.7) * light;
      look.blue = mix(colour[2], 0.05, moss * 0.7) * light;
      const visible = clamp(1.5 - (3 * footprint) / width, 0, 1);
      look.bumpU = -visible * 1.5 * across;
      look.bumpV = visible * 0.15;
    },
  };
}

function tiltAtEdges(
  look: SurfaceLook,
  fromSide: number,
  width: number,
  fromFoot: number,
  height: number,
  rim: number,
  slope: number,
): void {
  if (fromSide < rim) look.bumpU += slope;
  else if (width - fromSide < rim) look.bumpU -= slope;
  if (fromFoot < rim) look.bumpV += slope;
  else if (height - fromFoot < rim) look.bumpV -= slope;
}

function crackAt(u: number, v: number, footprint: number, seed: number): number {
  const x = u * 0.8 + 0.5 * cloudyNoise(u * 2.5, v * 2.5, 4, 0, seed + 20);
  const y = v * 0.8 + 0.5 * cloudyNoise(u * 2.5, v * 2.5, 4, 0, seed + 24);
  const ridge = Math.abs(cloudyNoise(x, y, 2, 0, seed + 28) - 0.5);
  const where = smoothStep(0.62, 0.75, cloudyNoise(u * 0.5, v * 0.5, 2, 0, seed + 30));
  const thickness = 0.0016;
  return (
    where * clamp(thickness / Math.max(footprint, 0.002), 0, 1) * clamp(1 - ridge / (0.003 + footprint * 0.5), 0, 1)
  );
}

function paintColour(look: SurfaceLook, colour: Colour, light: number): void {
  look.red = colour[0] * light;
  look.green = colour[1] * light;
  look.blue = colour[2] * light;
}
