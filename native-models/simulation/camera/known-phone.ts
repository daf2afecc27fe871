import { lumaOfPlanes } from '../../planes.ts';
import type { CameraResponse } from '../../camera-response.ts';
import type { CameraFormation } from '../../camera-formation.ts';
import { blurPlane } from './lens-blur.ts';
import { sharpen } from './sharpening.ts';
import { createPlanarImage, planeOf, type PlanarImage, copyWindow } from '../planar-image.ts';
import { tileSide } from '../tile-geometry.ts';
import type { Random } from '../../random.ts';
import { decodeLight, encodeLight, quantiseToBytes } from './light.ts';
import { fillNormal } from './sensor-noise.ts';

/** A wide camera that was measured, not drawn: what a phone's own pairs tell of it. */
export interface KnownPhone {
  /** On the 2x grid, sharpening included, for small differences. */
  readonly response: CameraResponse;
  /** How its photos come about, differences of any size. */
  readonly formation: CameraFormation;
  /** Standard deviations of luma noise around some brightnesses, 0 to 1 as encoded, rising in `level`; none means no noise. */
  readonly noise: readonly { readonly level: number; readonly deviation: number }[];
  /**
   * Share of the variance of what its photos show that the formation does not tell, 0 to 1: phones smooth textures, and make some up. A
   * network that is not shown it takes every finest difference for detail, and strengthens it.
   */
  readonly unexplained: number;
}

/** What sharpening looks at around a tile, in wide pixels. */
const margin = 10;

/** The middle tile of a scene as that phone would show it: [3, T, T], encoded, in whole steps of 1/255. */
export function photographByPhone(seen: PlanarImage, phone: KnownPhone, random: Random): Float32Array {
  const tile = copyWindow(formed(seen, phone.formation), margin, margin, tileSide);
  if (phone.noise.length > 0 || phone.unexplained > 0) addNoise(tile, phone, random);
  quantiseToBytes(tile.data);
  return tile.data;
}

/** The middle tile of any picture as that phone would see it, without noise and not in whole steps: K(I), [3, T, T]. */
export function seeThroughPhone(picture: PlanarImage, phone: KnownPhone): Float32Array {
  return copyWindow(formed(picture, phone.formation), margin, margin, tileSide).data;
}

/** The tile with its margin, without noise. */
function formed(seen: PlanarImage, { response, domain, sharpening }: CameraFormation): PlanarImage {
  const fine = domain === 'light' ? { ...seen, data: seen.data.slice() } : seen;
  if (domain === 'light') decodeLight(fine.data);
  const wide = createPlanarImage(tileSide + 2 * margin, tileSide + 2 * margin);
  for (let channel = 0; channel < 3; channel++)
    halve(planeOf(fine, channel), fine.width, response, planeOf(wide, channel), wide.width);
  if (domain === 'light') encodeLight(wide.data);
  if (sharpening !== null) sharpen(wide, { ...sharpening, chromaSigma: 0 });
  return wide;
}

function halve(
  source: Float32Array,
  width: number,
  { size, values }: CameraResponse,
  target: Float32Array,
  side: number,
): void {
  const first = (width - 2 * side) / 2 - (size - 1) / 2;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const corner = (first + 2 * row) * width + first + 2 * column;
      let sum = 0;
      for (let down = 0; down < size; down++) {
        for (let right = 0; right < size; right++)
          sum += (values[down * size + right] ?? 0) * (source[corner + down * width + right] ?? 0);
      }
      target[row * side + column] = sum;
    }
  }
}

/** Of every colour's noise, the part that all colours share and the part of its own: phones smooth colour more than brightness. */
const shares = { common: 0.9, own: 0.45 };
/** What both together are in luma (BT.601), so that luma has the deviation that was measured. */
const lumaOfShares = Math.hypot(shares.common, shares.own * Math.hypot(0.299, 0.587, 0.114));

function addNoise(tile: PlanarImage, { noise: levels, unexplained }: KnownPhone, random: Random): void {
  const common = new Float32Array(tileSide * tileSide);
  const own = new Float32Array(3 * tileSide * tileSide);
  fillNormal(common, random);
  fillNormal(own, random);
  const [red, green, blue] = [planeOf(tile, 0), planeOf(tile, 1), planeOf(tile, 2)];
  const brightness = lumaOfPlanes(tile.data);
  const contrast = varianceAround(brightness);
  for (let at = 0; at < common.length; at++) {
    const variance = deviationAt(levels, brightness[at] ?? 0) ** 2 + unexplained * (contrast[at] ?? 0);
    const strength = Math.sqrt(variance) / lumaOfShares;
    for (const [channel, plane] of [red, green, blue].entries()) {
      const noise = shares.common * (common[at] ?? 0) + shares.own * (own[channel * common.length + at] ?? 0);
      plane[at] = (plane[at] ?? 0) + strength * noise;
    }
  }
}

/** As wide as the squares of 8 wide pixels over which unexplained variance is measured. */
const surroundings = 2.3;

/** The variance of a tile's luma around each of its pixels. */
function varianceAround(luma: Float32Array): Float32Array {
  const [means, squares] = [new Float32Array(luma.length), new Float32Array(luma.length)];
  blurPlane(luma, means, tileSide, tileSide, surroundings);
  blurPlane(
    luma.map((value) => value * value),
    squares,
    tileSide,
    tileSide,
    surroundings,
  );
  return squares.map((square, at) => Math.max(0, square - (means[at] ?? 0) ** 2));
}

/** Linear between the levels, constant beyond them. */
function deviationAt(levels: KnownPhone['noise'], luma: number): number {
  const above = levels.findIndex(({ level }) => level >= luma);
  const next = levels[above] ?? levels.at(-1);
  const before = above > 0 ? levels[above - 1] : next;
  if (next === undefined || before === undefined) return 0;
  const span = next.level - before.level;
  const share = span > 0 ? (luma - before.level) / span : 0;
  return before.deviation + (next.deviation - before.deviation) * Math.min(1, share);
}
