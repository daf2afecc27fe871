import { describe, expect, it } from 'vitest';
import { runTile, adjustmentsOf, finishTile, type TileOutputs } from '#core/enhancement/inference/enhance-tile';
import type { ReferenceTile } from '#core/enhancement/inference/prepare-reference';
import type { References } from '#core/enhancement/inference/references';
import type { TileNetwork } from '#core/enhancement/inference/tile-network';
import { handOver } from '#core/pairs/camera/wide-camera';
import type { PixelImage } from '#core/photos/pixel-image';

const size = { width: 8, height: 8 };
const input = { x: 0, y: 0, ...size };
const fine = 4 * size.width * size.height;
const wide: PixelImage = { ...size, depth: 8, data: new Uint8Array(3 * 64).fill(100), profile: null };
const views = [{ tele: 0, offset: { x: 6, y: -2 }, agreement: 1 }];

const reference: ReferenceTile = {
  pixels: new Float32Array(3 * 34 * 34),
  validity: new Float32Array(34 * 34),
  width: 34,
  height: 34,
  camera: handOver,
  noise: 0.01,
};
const references: References = {
  ...{ overlaps: [[]], finest: 2, look: async () => undefined, viewsFor: () => views, read: () => reference },
  again: async () => references,
};

/** Gives 0.2 without a reference, and 0.6 and a gate of 0.8 with one; notes which it was asked for. */
function network(): TileNetwork & { asked: boolean[] } {
  const asked: boolean[] = [];
  return {
    asked,
    run: async (_, given) => {
      asked.push(given !== null);
      const enhanced = new Float32Array(3 * fine).fill(given === null ? 0.2 : 0.6);
      return { enhanced, gate: given === null ? null : new Float32Array(fine).fill(0.8) };
    },
    close: async () => undefined,
  };
}

function outputsFor(referenceStrength: number, more: { references?: References | null; known?: TileOutputs } = {}) {
  const asked = network();
  const adjustments = adjustmentsOf({ referenceStrength });
  const outputs = runTile({ wide, references, network: asked, input, views, adjustments, ...more });
  return { outputs, asked: asked.asked, adjustments };
}

describe('runTile', () => {
  it.each([
    [1, [true]],
    [0.5, [true, false]],
    [0, [false]],
  ])('asks for what a strength of %d needs', async (strength, expected) => {
    const { outputs, asked } = outputsFor(strength);
    await outputs;
    expect(asked).toEqual(expected);
  });

  it('asks for nothing that is known, and for no reference without a tele', async () => {
    const first = await outputsFor(0.5).outputs;
    const again = outputsFor(0.3, { known: first });
    expect(await again.outputs).toEqual(first);
    expect(again.asked).toEqual([]);
    const without = outputsFor(1, { references: null });
    expect((await without.outputs).withReference).toBeNull();
    expect(without.asked).toEqual([false]);
  });

  it('says what the reference was, where it lay and which share it had', async () => {
    const { withReference } = await outputsFor(1).outputs;
    expect(withReference?.use).toMatchObject({ reference, views });
    expect(withReference?.use.gate).toHaveLength(fine);
  });
});

describe('finishTile', () => {
  it.each([
    [1, 0.6, 0.8],
    [0.5, 0.4, 0.4],
    [0, 0.2, null],
  ])('keeps of the reference and of its share what a strength of %d says', async (strength, value, share) => {
    const { outputs, adjustments } = outputsFor(strength);
    const { enhanced, use } = finishTile(await outputs, size, adjustments);
    expect(enhanced).toHaveLength(3 * fine);
    expect(enhanced[100]).toBeCloseTo(value, 5);
    if (share === null) expect(use).toBeNull();
    else expect(use?.gate[10]).toBeCloseTo(share, 5);
  });

  it('leaves the outputs as they are', async () => {
    const outputs = await outputsFor(0.5).outputs;
    finishTile(outputs, size, { referenceStrength: 0.5, denoise: 1 });
    expect(outputs.withoutReference?.enhanced.every((value) => value === Math.fround(0.2))).toBe(true);
    expect(outputs.withReference?.use.gate.every((value) => value === Math.fround(0.8))).toBe(true);
  });
});
