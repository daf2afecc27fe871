import {
  cellNoise,
  clamp,
  cloudyNoise,
  mix,
  smoothStep,
} from '../../../../native-models/simulation/painted-photos/noise.ts';
import type { Colour, Material } from '../rendering/surface.ts';

/** A leaf with veins; u runs from the stalk to the tip. */
export function leaf(young: Colour, old: Colour): Material {
  return {
    paint: ({ shareU, shareV, footprint, variation }, look) => {
      const away = Math.abs(shareV - 0.5) * 2;
      const visible = clamp(1.4 - footprint * 120, 0, 1);
      const rib = visible * (1 - smoothStep(0.02, 0.09, away));
      const veins =
        visible * 0.5 * smoothStep(0.8, 1, Math.cos((shareU - away * 0.35) * 42)) * smoothStep(1, 0.2, away);
      const age = cellNoise(Math.floor(variation * 1e6), 1, 5);
      const light = mix(0.62, 1.3, cellNoise(Math.floor(variation * 1e6), 2, 5));
      const pale = 1 + 0.55 * rib + 0.35 * veins;
      look.red = mix(young[0], old[0], age) * light * pale;
      look.green = mix(young[1], old[1], age) * light * (1 + (pale - 1) * 0.8);
      look.blue = mix(young[2], old[2], age) * light * pale;
      look.translucency = 0.55;
      look.gloss = 0.02;
      look.bumpV = visible * 0.3 * (shareV > 0.5 ? 1 : -1);
    },
  };
}

/** A petal: one clear colour, paler at its edge. */
export function petal(colour: Colour): Material {
  return {
    paint: ({ shareU, shareV, variation }, look) => {
      const away = Math.hypot(shareU - 0.5, shareV - 0.5) * 2;
      const light = mix(0.75, 1.2, variation) * mix(0.8, 1.1, away);
      look.red = Math.min(0.95, colour[0] * light);
      look.green = Math.min(0.95, colour[1] * light);
      look.blue = Math.min(0.95, colour[2] * light);
      look.translucency = 0.4;
    },
  };
}

export function bark(colour: Colour, seed: number): Material {
  return {
    paint: ({ u, v, footprint }, look) => {
      const ridges = cloudyNoise(u * 42, v * 7, 4, footprint * 42, seed);
      const lichen = smoothStep(0.6, 0.75, cloudyNoise(u * 9, v * 5, 4, footprint * 9, seed + 1));
      const light = mix(0.35, 1.5, ridges);
      look.red = mix(colour[0] * light, 0.3, lichen * 0.4);
      look.green = mix(colour[1] * light, 0.32, lichen * 0.4);
      look.blue = mix(colour[2] * light, 0.24, lichen * 0.4);
      look.bumpU = 1.6 * (ridges - 0.5);
    },
  };
}

/** The skin of a fruit, on a sphere: two blushes of colour, pores or speckles, a stalk end. */
export function fruitSkin(colour: Colour, blush: Colour, pores: number, gloss: number): Material {
  return {
    paint: ({ shareU, shareV, variation }, look) => {
      const piece = Math.floor(variation * 1e5);
      const turned = shareU + variation;
      const x = Math.cos(turned * 2 * Math.PI) * Math.sin(shareV * Math.PI);
      const z = Math.sin(turned * 2 * Math.PI) * Math.sin(shareV * Math.PI);
      const ripe = smoothStep(0.3, 0.72, cloudyNoise(x * 1.1 + 9, z * 1.1 + shareV * 2, 4, 0, piece));
      const speckle = cloudyNoise(shareU * 90, shareV * 45, 2, 0, piece + 1);
      const streaks = cloudyNoise(turned * 40, shareV * 2, 2, 0, piece + 2);
      const stalk = smoothStep(0.1, 0.03, shareV);
      const light =
        mix(0.78, 1.12, variation) *
        mix(0.92, 1.08, streaks) *
        (1 - 0.12 * pores * (speckle - 0.5)) *
        (1 - 0.75 * stalk);
      look.red = mix(colour[0], blush[0], ripe) * light;
      look.green = mix(colour[1], blush[1], ripe) * light;
      look.blue = mix(colour[2], blush[2], ripe) * light;
      look.gloss = gloss;
      look.bumpU = pores * 0.3 * (speckle - 0.5);
      look.bumpV = pores * 0.3 * (cloudyNoise(shareU * 90 + 4, shareV * 45, 2, 0, piece + 1) - 0.5);
    },
  };
}
