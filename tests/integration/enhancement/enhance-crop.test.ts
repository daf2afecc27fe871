import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { largestCrop } from '#contract/crop-geometry';
import type { Rectangle } from '#contract/geometry';
import { enhanceCrop } from '#core/enhancement/enhance-crop';
import type { PixelImage } from '#core/photos/pixel-image';
import { readImage } from '#core/photos/files/read-image';
import { expectDoubled, expectNothingLeft, loadFastModel } from '../../support/nearest-enhancement.ts';
import { nearestNetwork, type NearestNetwork } from '../../support/nearest-network.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const size = { width: 180, height: 130 };

/** Red and green are sines of the place, so that the value of any turned place is known exactly. */
function waves(depth: 8 | 16): PixelImage {
  const white = depth === 8 ? 255 : 65535;
  const data =
    depth === 8 ? new Uint8Array(size.width * size.height * 3) : new Uint16Array(size.width * size.height * 3);
  for (let y = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1) {
      const [red, green] = valueAt(x + 0.5, y + 0.5);
      data.set([red * white + 0.5, green * white + 0.5, 0.25 * white], (y * size.width + x) * 3);
    }
  }
  return { ...size, depth, data, profile: null };
}

function valueAt(x: number, y: number): [red: number, green: number] {
  return [0.5 + 0.4 * Math.sin(x / 11), 0.5 + 0.4 * Math.cos(y / 9)];
}

async function enhance(
  network: NearestNetwork,
  scratchPath: string,
  wide: PixelImage,
  crop: Rectangle | null,
  straighten: number,
  signal?: AbortSignal,
): ReturnType<typeof enhanceCrop> {
  return enhanceCrop({
    wide,
    tele: null,
    registration: null,
    model: await loadFastModel(),
    device: 'cpu',
    deviceReason: { raw: 'chosen by the test' },
    crop,
    straighten,
    useReference: false,
    memoryBudget: 1,
    scratchPath,
    openSession: network.openSession,
    ...(signal && { signal }),
  });
}

describe('a straightened crop', () => {
  it.each([
    [{ x: 0, y: 0, width: 180, height: 130 }, 3],
    [{ x: -5, y: 40, width: 60, height: 40 }, 5],
    [{ x: 150, y: 100, width: 40, height: 40 }, -20],
  ])('%o that leaves the photo turned by %d degrees is refused, and nothing is left', async (crop, degrees) => {
    const [network, scratchPath] = [nearestNetwork(), join(temporaryFolder(), 'scratch.tif')];
    const asked = enhance(network, scratchPath, waves(8), crop, degrees);
    await expect(asked).rejects.toMatchObject({
      code: 'invalid-request',
      message: expect.stringContaining('turned by') as string,
    });
    expectNothingLeft(scratchPath, network);
  });

  it('that is cancelled leaves nothing', async () => {
    const [network, scratchPath] = [nearestNetwork(), join(temporaryFolder(), 'scratch.tif')];
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(enhance(network, scratchPath, waves(8), null, 4, signal)).rejects.toThrow('enough');
    expectNothingLeft(scratchPath, network);
  });

  it('that is not turned is the crop itself, pixel by pixel', async () => {
    const [network, scratchPath, wide] = [nearestNetwork(), join(temporaryFolder(), 'scratch.tif'), waves(8)];
    const crop = { x: 13, y: 21, width: 71, height: 50 };
    await enhance(network, scratchPath, wide, crop, 0);
    await expectDoubled(scratchPath, wide, crop);
  });

  it.each([
    [8, 4, null],
    [16, -7.5, null],
    [8, 30, { x: 50, y: 40, width: 64, height: 48 }],
    [16, -45, { x: 60, y: 45, width: 40, height: 40 }],
  ] as const)('of %d bits turned by %d degrees has every pixel where it belongs', async (depth, degrees, given) => {
    const [network, scratchPath, wide] = [nearestNetwork(), join(temporaryFolder(), 'scratch.tif'), waves(depth)];
    const { facts, provenance } = await enhance(network, scratchPath, wide, given, degrees);
    const crop = given ?? largestCrop(wide, degrees);
    const result = await readImage(scratchPath, { pixelLimit: 1e6 });
    expect(facts).toMatchObject({ crop, straighten: degrees });
    expect(result).toMatchObject({ width: 2 * crop.width, height: 2 * crop.height, depth });
    expect([provenance.columns, provenance.rows]).toEqual(
      [result.width, result.height].map((length) => Math.ceil(length / provenance.blockSize)),
    );

    // The photo turns clockwise around its middle: a place of the result came from the one turned back.
    const angle = (degrees * Math.PI) / 180;
    const white = depth === 8 ? 255 : 65535;
    let worst = 0;
    for (let row = 0; row < result.height; row += 1) {
      for (let column = 0; column < result.width; column += 1) {
        const across = crop.x + (column + 0.5) / 2 - size.width / 2;
        const down = crop.y + (row + 0.5) / 2 - size.height / 2;
        const x = size.width / 2 + Math.cos(angle) * across + Math.sin(angle) * down;
        const y = size.height / 2 - Math.sin(angle) * across + Math.cos(angle) * down;
        const expected = valueAt(x, y);
        for (const channel of [0, 1] as const) {
          const value = (result.data[(row * result.width + column) * 3 + channel] ?? 0) / white;
          worst = Math.max(worst, Math.abs(value - expected[channel]));
        }
      }
    }
    // Doubled by equal pixels, a place is up to half a wide pixel off: 0.4 / 9 * 0.36 and the kernel's overshoot.
    expect(worst).toBeLessThan(0.03);
  });
});
