import {
  cellNoise,
  clamp,
  cloudyNoise,
  mix,
  smoothStep,
} from '../../../../native-models/simulation/painted-photos/noise.ts';
import type { Colour, Material } from '../rendering/surface.ts';

/** Bare wood; the grain runs along u. */
export function wood(colour: Colour, seed: number): Material {
  return {
    paint: ({ u, v, footprint, variation }, look) => {
      const piece = Math.floor(variation * 977) + seed;
      const warp = cloudyNoise(u * 1.4, v * 7, 3, 0, piece);
      const rings = cloudyNoise(u * 1.1, v * 34 + warp * 7, 4, footprint * 34, piece + 1);
      const fibres = cloudyNoise(u * 9, v * 420, 3, footprint * 420, piece + 2);
      const stain = cloudyNoise(u * 3, v * 3, 4, footprint * 3, piece + 3);
      const light = mix(0.55, 1.3, rings) * mix(0.8, 1.18, fibres) * mix(0.75, 1.2, stain) * mix(0.78, 1.22, variation);
      look.red = colour[0] * light;
      look.green = colour[1] * light * mix(0.94, 1.03, rings);
      look.blue = colour[2] * light * mix(0.85, 1.05, rings);
      look.bumpV = 0.5 * (fibres - 0.5) * clamp(1.5 - footprint * 200, 0, 1);
      look.gloss = 0.008;
    },
  };
}

/** Painted wood or iron: even colour, faint brush marks, a little shine, chips where it is old. */
export function paint(colour: Colour, seed: number, gloss = 0.035): Material {
  return {
    paint: ({ u, v, footprint, variation }, look) => {
      const piece = Math.floor(variation * 977) + seed;
      const brush = cloudyNoise(u * 3, v * 160, 3, footprint * 160, piece);
      const fade = cloudyNoise(u * 1.5, v * 1.5, 5, footprint * 1.5, piece + 1);
      const chip = smoothStep(0.75, 0.8, cloudyNoise(u * 26, v * 26, 5, footprint * 26, piece + 2));
      const light = mix(0.9, 1.08, brush) * mix(0.8, 1.2, fade);
      look.red = mix(colour[0] * light, 0.3, chip * 0.6);
      look.green = mix(colour[1] * light, 0.25, chip * 0.6);
      look.blue = mix(colour[2] * light, 0.18, chip * 0.6);
      look.gloss = gloss * (1 - chip);
      look.bumpV = 0.08 * (brush - 0.5);
    },
  };
}

/** Louvres of a shutter; v runs up. */
export function louvres(colour: Colour, seed: number): Material {
  const painted = paint(colour, seed, 0.02);
  const pitch = 0.055;
  return {
    paint: (point, look) => {
      painted.paint(point, look);
      const within = point.v / pitch - Math.floor(point.v / pitch);
      const visible = clamp(1.4 - (1.5 * point.footprint) / pitch, 0, 1);
      const shade = mix(0.75, mix(0.3, 1.05, smoothStep(0, 0.35, within)), visible);
      look.red *= shade;
      look.green *= shade;
      look.blue *= shade;
      look.bumpV -= 0.4 * visible;
    },
  };
}

/** Woven canvas in stripes across u. */
export function stripedCanvas(first: Colour, second: Colour, stripe: number, seed: number): Material {
  return {
    paint: ({ u, v, footprint }, look) => {
      const within = u / stripe - 2 * Math.floor(u / (2 * stripe));
      const soft = Math.max(footprint / stripe, 0.01);
      const share = clamp(0.5 + (Math.abs(within - 1) - 0.5) / soft, 0, 1);
      const visible = clamp(1.5 - footprint * 500, 0, 1);
      const threads = visible * (Math.sin(u * 1400) * Math.sin(v * 1400)) * 0.12;
      const folds = cloudyNoise(u * 2.2, v * 0.9, 4, footprint * 2, seed);
      const dust = cloudyNoise(u * 9, v * 9, 4, footprint * 9, seed + 1);
      const light = mix(0.82, 1.12, folds) * mix(0.88, 1.06, dust) * (1 + threads);
      look.red = mix(first[0], second[0], share) * light;
      look.green = mix(first[1], second[1], share) * light;
      look.blue = mix(first[2], second[2], share) * light;
      look.bumpU = 0.5 * (folds - 0.5);
      look.translucency = 0.28;
    },
  };
}

/** Plain cloth: covers of books, curtains, a table cloth. */
export function cloth(colour: Colour, seed: number): Material {
  return {
    paint: ({ u, v, footprint, variation }, look) => {
      const piece = Math.floor(variation * 977) + seed;
      const weave =
        clamp(1.5 - footprint * 420, 0, 1) * 0.1 * (cellNoise(Math.floor(u * 900), Math.floor(v * 900), piece) - 0.5);
      const wear = cloudyNoise(u * 14, v * 14, 4, footprint * 14, piece);
      const folds = cloudyNoise(u * 7, v * 0.8, 3, footprint * 7, piece + 1);
      const light = (1 + weave) * mix(0.86, 1.1, wear) * mix(0.8, 1.15, folds);
      look.red = colour[0] * light;
      look.green = colour[1] * light;
      look.blue = colour[2] * light;
      look.translucency = 0.1;
    },
  };
}

/** One colour that gives light: a lamp, a lit ceiling. */
export function glowing(colour: Colour): Material {
  return {
    paint: (_point, look) => {
      look.red = colour[0];
      look.green = colour[1];
      look.blue = colour[2];
      look.glow = 1;
    },
  };
}

export const glass: Material = { isGlass: true, paint: () => undefined };
