import { clamp, cloudyNoise, mix, smoothStep } from '../../../../native-models/simulation/painted-photos/noise.ts';
import type { Colour } from './surface.ts';
import { normalise, type Vector } from './vector.ts';

/** Sun, blue sky and clouds, in linear light. */
export interface Sky {
  readonly sunDirection: Vector;
  /** What a white surface that faces the sun gives back. */
  readonly sunColour: Colour;
  /** Half the sun's apparent size, radians: how soft shadows are. */
  readonly sunRadius: number;
  /** Colour of the air itself, which far things fade into. */
  readonly haze: Colour;
  /** Metres after which a thing has faded by about two thirds. */
  readonly clearness: number;
  /** What is seen in a direction, clouds included; `spread` is the angle of one sample. */
  radiance(direction: Vector, spread: number): Colour;
  /** The same without the clouds' shapes: for light that is averaged anyway. */
  averageRadiance(x: number, y: number, z: number): Colour;
}

export interface SkyOptions {
  seed: number;
  sunDirection: Vector;
  /** 0 cloudless to 1 overcast. */
  cloudCover: number;
}

export function createSky({ seed, sunDirection, cloudCover }: SkyOptions): Sky {
  const sun = normalise(sunDirection);
  const gradient = (y: number): Colour => {
    const height = clamp(y, 0, 1) ** 0.55;
    return [mix(0.72, 0.09, height), mix(0.8, 0.22, height), mix(0.94, 0.62, height)];
  };
  return {
    sunDirection: sun,
    sunColour: [2.25, 1.93, 1.5],
    sunRadius: 0.007,
    haze: [0.72, 0.79, 0.9],
    clearness: 420,
    radiance: ([x, y, z], spread) => {
      const blue = gradient(y);
      if (y <= 0) return blue;
      const height = 1 / (y + 0.09);
      const cloud = cloudAt(x * height * 0.95, z * height * 0.95, sun, cloudCover, spread * height * height, seed);
      const thinning = smoothStep(0.0, 0.12, y);
      const opacity = cloud.opacity * mix(0.55, 1, thinning);
      const shade = cloud.lightness;
      const lit: Colour = [mix(0.6, 1.42, shade), mix(0.66, 1.36, shade), mix(0.78, 1.28, shade)];
      return [mix(blue[0], lit[0], opacity), mix(blue[1], lit[1], opacity), mix(blue[2], lit[2], opacity)];
    },
    averageRadiance: (x, y, z) => {
      const blue = gradient(y);
      const nearSun = Math.max(0, x * sun[0] + y * sun[1] + z * sun[2]) ** 8 * 0.5;
      const cloud = cloudCover * 0.55;
      return [
        mix(blue[0], 0.95, cloud) + nearSun,
        mix(blue[1], 0.97, cloud) + nearSun * 0.9,
        mix(blue[2], 1.02, cloud) + nearSun * 0.75,
      ];
    },
  };
}

function cloudAt(
  x: number,
  z: number,
  sun: Vector,
  cover: number,
  footprint: number,
  seed: number,
): { opacity: number; lightness: number } {
  const warpX = cloudyNoise(x * 0.7 + 3.1, z * 0.7, 3, footprint, seed + 50) - 0.5;
  const warpZ = cloudyNoise(x * 0.7, z * 0.7 + 7.7, 3, footprint, seed + 60) - 0.5;
  const px = x + warpX * 0.9;
  const pz = z + warpZ * 0.9;
  const threshold = mix(0.66, 0.36, cover);
  const density = cloudyNoise(px, pz, 7, footprint, seed);
  const opacity = smoothStep(threshold, threshold + 0.17, density);
  if (opacity === 0) return { opacity, lightness: 0 };
  const towardsSun = cloudyNoise(px + sun[0] * 0.28, pz + sun[2] * 0.28, 4, footprint, seed);
  const lightness = clamp(0.72 + (density - towardsSun) * 2.6 - (density - threshold) * 1.1, 0, 1);
  return { opacity, lightness };
}
