import { describe, expect, it } from 'vitest';
import { cornersOf, type Homography } from '#contract/geometry';
import { measureResidual, type ReferenceResidual } from '#core/enhancement/inference/measure-residual';
import { handOver, seeThroughCamera } from '#core/pairs/camera/wide-camera';
import type { ColourMatch } from '#core/pairs/registering/match-colour';
import { shiftAt, type ShiftField } from '#core/pairs/registering/shift-field';
import type { PixelImage } from '#core/photos/pixel-image';
import { cameraReach } from '#native-models/dcsr/forward-model';
import { createRandom } from '#native-models/random';

const wideSize = { width: 112, height: 96 };
const fineSize = { width: 2 * (wideSize.width + cameraReach), height: 2 * (wideSize.height + cameraReach) };
/** The tele's pixels are those of the 2x grid, and as many as the camera needs around the wide. */
const homography: Homography = [0.5, 0, -cameraReach / 2, 0, 0.5, -cameraReach / 2, 0, 0, 1];

/** Blobs of a few wide pixels, so that a shift of one shows: planes, 0.2 to 0.8. */
function sceneOf(seed: number): Float32Array {
  const random = createRandom(seed);
  const [columns, rows] = [Math.ceil(fineSize.width / 8) + 2, Math.ceil(fineSize.height / 8) + 2];
  const nodes = Float32Array.from({ length: columns * rows }, () => random.between(0.2, 0.8));
  const plane = fineSize.width * fineSize.height;
  return Float32Array.from({ length: 3 * plane }, (_, at) => {
    const [x, y] = [(at % fineSize.width) / 8, Math.floor((at % plane) / fineSize.width) / 8];
    const [column, row] = [Math.floor(x), Math.floor(y)];
    const node = (right: number, down: number): number => nodes[(row + down) * columns + column + right] ?? NaN;
    const [u, v] = [x - column, y - row];
    return (node(0, 0) * (1 - u) + node(1, 0) * u) * (1 - v) + (node(0, 1) * (1 - u) + node(1, 1) * u) * v;
  });
}

function imageOf(planes: Float32Array, { width, height }: { width: number; height: number }): PixelImage {
  const data = Uint16Array.from({ length: planes.length }, (_, at) =>
    Math.round(65535 * Math.min(1, Math.max(0, planes[(at % 3) * width * height + Math.floor(at / 3)] ?? NaN))),
  );
  return { width, height, depth: 16, data, profile: null };
}

const sameColours: ColourMatch = {
  columns: 1,
  rows: 1,
  region: { x: 0, y: 0, ...wideSize },
  gain: Float32Array.of(1, 1, 1),
  offset: new Float32Array(3),
};

const scene = sceneOf(1);
const shown = seeThroughCamera(handOver, scene, fineSize);
const plane = wideSize.width * wideSize.height;

type WideChange = (value: number, x: number, channel: number) => number;

function measure(
  changes: { wide?: WideChange; homography?: Homography; field?: ShiftField; pause?: () => Promise<void> } = {},
): Promise<ReferenceResidual> {
  const { wide = (value: number): number => value, pause = async (): Promise<void> => undefined } = changes;
  const planes = shown.map((value: number, at: number): number =>
    wide(value, at % wideSize.width, Math.floor(at / plane)),
  );
  return measureResidual({
    wide: imageOf(planes, wideSize),
    overlap: cornersOf(wideSize),
    camera: handOver,
    placed: { tele: imageOf(scene, fineSize), homography: changes.homography ?? homography, colour: sameColours },
    field: changes.field ?? null,
    pause,
  });
}

/** The same shift everywhere, in wide pixels. */
function shiftOf(x: number, y: number): ShiftField {
  const [columns, rows] = [4, 4];
  const shift = Float32Array.from({ length: 32 }, (_, index) => (index < 16 ? x : y));
  return { columns, rows, origin: { x: 14, y: 12 }, spacing: 24, shift };
}

/** Of the nodes away from the border. */
function middleOf(values: Float32Array, columns: number, rows: number): number[] {
  return [...values].filter((_, node) => {
    const [column, row] = [node % columns, Math.floor(node / columns) % rows];
    return column > 2 && row > 2 && column < columns - 3 && row < rows - 3;
  });
}

function furthestOf(field: ShiftField | null): number {
  return Math.max(0, ...(field?.shift ?? []).map(Math.abs));
}

/** The homography puts the tele where it does not lie; a field of this shift, in wide pixels, leads back. */
function misplaced(x: number, y: number): Homography {
  return [0.5, 0, -cameraReach / 2 + x, 0, 0.5, -cameraReach / 2 + y, 0, 0, 1];
}

function expectShift(field: ShiftField | null, x: number, y: number): void {
  if (field === null) throw new Error('Expected a field, received none');
  for (const place of [
    { x: 45, y: 40 },
    { x: 60, y: 50 },
  ]) {
    const found = shiftAt(field, place);
    expect(Math.abs(found.x - x)).toBeLessThan(0.15);
    expect(Math.abs(found.y - y)).toBeLessThan(0.15);
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('measureResidual', () => {
  it('finds nothing but half a step of noise where the tele explains the wide', async () => {
    const { noise, tone, field, belief } = await measure();
    expect(noise).toBeCloseTo(1 / 512, 5);
    expect(furthestOf(field)).toBeLessThan(0.05);
    for (const offset of tone.offset) expect(Math.abs(offset)).toBeLessThan(1e-3);
    expect([...tone.gain].every((gain) => gain === 1)).toBe(true);
    for (const value of middleOf(belief.values, belief.columns, belief.rows)) expect(value).toBeCloseTo(1, 5);
  });

  it('finds the noise', async () => {
    const random = createRandom(2);
    const { noise } = await measure({ wide: (value) => value + 0.01 * random.normal() });
    expect(noise).toBeGreaterThan(0.007);
    expect(noise).toBeLessThan(0.0115);
  });

  it('finds the tone that is left, colour by colour, also where it changes slowly', async () => {
    const offsets = [0.03, -0.02, 0.01];
    const { tone } = await measure({
      wide: (value, x, channel) => value + (offsets[channel] ?? 0) * (0.5 + x / wideSize.width),
    });
    const nodes = tone.columns * tone.rows;
    offsets.forEach((offset, channel) => {
      const found = tone.offset.subarray(channel * nodes, (channel + 1) * nodes);
      for (let node = 0; node < nodes; node += 1) {
        const [column, row] = [node % tone.columns, Math.floor(node / tone.columns)];
        if (column < 3 || row < 3 || column > tone.columns - 4 || row > tone.rows - 4) continue;
        const x = tone.region.x + ((column + 0.5) / tone.columns) * tone.region.width;
        const expected = offset * (0.5 + x / wideSize.width);
        expect(Math.abs((found[node] ?? NaN) - expected)).toBeLessThan(0.1 * Math.abs(offset));
      }
    });
  });

  it('takes a field back that explains the wide worse than none', async () => {
    const { field, belief } = await measure({ field: shiftOf(3, -2) });
    expect(furthestOf(field)).toBeLessThan(0.1);
    expect(mean(middleOf(belief.values, belief.columns, belief.rows))).toBeGreaterThan(0.98);
  });

  it('keeps a field that explains the wide better', async () => {
    const { field, belief } = await measure({ homography: misplaced(2, -1.5), field: shiftOf(2, -1.5) });
    expectShift(field, 2, -1.5);
    expect(mean(middleOf(belief.values, belief.columns, belief.rows))).toBeGreaterThan(0.9);
  });

  it('finds most of the part of a pixel that local alignment left, with and without a field', async () => {
    const [without, within] = [
      await measure({ homography: misplaced(0.6, -0.5) }),
      await measure({ homography: misplaced(2.5, -2), field: shiftOf(2, -1.5) }),
    ];
    for (const [field, x, y] of [[without.field, 0.6, -0.5] as const, [within.field, 2.5, -2] as const]) {
      const found = field === null ? { x: NaN, y: NaN } : shiftAt(field, { x: 50, y: 45 });
      expect(found.x / x).toBeGreaterThan(0.6);
      expect(found.x / x).toBeLessThan(1.05);
      expect(found.y / y).toBeGreaterThan(0.6);
      expect(found.y / y).toBeLessThan(1.05);
    }
  });

  it('believes the tele nowhere that it shows something else', async () => {
    const other = seeThroughCamera(handOver, sceneOf(3), fineSize);
    let at = -1;
    const { belief, tone } = await measure({
      wide: (value, x) => {
        at += 1;
        return x < wideSize.width / 2 ? value : (other[at] ?? NaN);
      },
    });
    const column = (share: number): number[] => {
      const nearest = Math.floor(share * belief.columns);
      return Array.from(
        { length: belief.rows - 4 },
        (_, row) => belief.values[(row + 2) * belief.columns + nearest] ?? NaN,
      );
    };
    for (const value of column(0.2)) expect(value).toBeGreaterThan(0.95);
    for (const value of column(0.8)) expect(value).toBeLessThan(0.1);
    expect(Math.max(...tone.offset.map(Math.abs))).toBeLessThan(0.1);
  });

  it('rejects with what `pause` rejects with', async () => {
    const reason = new Error('cancelled');
    await expect(measure({ pause: () => Promise.reject(reason) })).rejects.toBe(reason);
  });
});
