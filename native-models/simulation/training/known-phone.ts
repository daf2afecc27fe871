import type { CameraResponse } from '../../dcsr/camera-description.ts';
import { createPlanarImage, planeOf, type PlanarImage } from '../planar-image.ts';
import type { Random } from '../random.ts';
import { decodeLight, encodeLight, quantiseToBytes } from './light.ts';
import { fillNormal } from './normal-numbers.ts';
import { tileSide, truthStart } from './tile-geometry.ts';

/** A wide camera that was measured, not drawn: what a phone's own pairs tell of it. */
export interface KnownPhone {
  /** On the 2x grid. Measured on encoded values, it acts on light, as lenses and pixels do: of small differences both say the same. */
  readonly response: CameraResponse;
  /** Standard deviations of luma noise around some brightnesses, 0 to 1 as encoded, rising in `level`; none means no noise. */
  readonly noise: readonly { readonly level: number; readonly deviation: number }[];
}

/** The middle tile of a scene as that phone would show it: [3, 32, 32], encoded, in whole steps of 1/255. */
export function photographByPhone(seen: PlanarImage, phone: KnownPhone, random: Random): Float32Array {
  const light = { ...seen, data: seen.data.slice() };
  decodeLight(light.data);
  const tile = createPlanarImage(tileSide, tileSide);
  for (let channel = 0; channel < 3; channel++)
    halve(planeOf(light, channel), light.width, phone.response, planeOf(tile, channel));
  encodeLight(tile.data);
  if (phone.noise.length > 0) addNoise(tile, phone.noise, random);
  quantiseToBytes(tile.data);
  return tile.data;
}

function halve(source: Float32Array, width: number, { size, values }: CameraResponse, tile: Float32Array): void {
  const first = truthStart - (size - 1) / 2;
  for (let row = 0; row < tileSide; row++) {
    for (let column = 0; column < tileSide; column++) {
      const corner = (first + 2 * row) * width + first + 2 * column;
      let sum = 0;
      for (let down = 0; down < size; down++) {
        for (let right = 0; right < size; right++)
          sum += (values[down * size + right] ?? 0) * (source[corner + down * width + right] ?? 0);
      }
      tile[row * tileSide + column] = sum;
    }
  }
}

/** Of every colour's noise, the part that all colours share and the part of its own: phones smooth colour more than brightness. */
const shares = { common: 0.9, own: 0.45 };
/** What both together are in luma (BT.601), so that luma has the deviation that was measured. */
const lumaOfShares = Math.hypot(shares.common, shares.own * Math.hypot(0.299, 0.587, 0.114));

function addNoise(tile: PlanarImage, levels: KnownPhone['noise'], random: Random): void {
  const common = new Float32Array(tileSide * tileSide);
  const own = new Float32Array(3 * tileSide * tileSide);
  fillNormal(common, random);
  fillNormal(own, random);
  const [red, green, blue] = [planeOf(tile, 0), planeOf(tile, 1), planeOf(tile, 2)];
  for (let at = 0; at < common.length; at++) {
    const luma = 0.299 * (red[at] ?? 0) + 0.587 * (green[at] ?? 0) + 0.114 * (blue[at] ?? 0);
    const strength = deviationAt(levels, luma) / lumaOfShares;
    for (const [channel, plane] of [red, green, blue].entries()) {
      const noise = shares.common * (common[at] ?? 0) + shares.own * (own[channel * common.length + at] ?? 0);
      plane[at] = (plane[at] ?? 0) + strength * noise;
    }
  }
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
