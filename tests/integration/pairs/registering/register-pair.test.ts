import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Registration } from '#contract/registration';
import type { PixelImage } from '#core/photos/pixel-image';
import { registerPair } from '#core/pairs/registering/register-pair';
import { buildRegistrationWorker } from '../../../support/build-worker.ts';
import { cornerError, paintScene, simulatePair } from '../../../support/simulated-pair.ts';
import { saying, inEnglish } from '../../../support/saying.ts';

let programs: Awaited<ReturnType<typeof buildRegistrationWorker>>;
beforeAll(async () => {
  programs = await buildRegistrationWorker();
});
afterAll(() => programs.remove());

function register(wide: PixelImage, tele: PixelImage, zoomHint: number | null = null): Promise<Registration> {
  return registerPair(wide, tele, { zoomHint, programFolder: programs.programFolder });
}

const scene = paintScene({ width: 1600, height: 1200 }, 5);
const wideSize = { width: 800, height: 600 };
const teleSize = { width: 800, height: 600 };
const look = { gamma: 1.25, gains: [1.05, 0.95, 0.85], noise: 4 } as const;

describe('photos that do not fit', () => {
  const small = { width: 360, height: 270 };
  const other = paintScene(small, 6);
  const grey: PixelImage = { ...small, depth: 8, profile: null, data: new Uint8Array(360 * 270 * 3).fill(128) };

  it('fails without a place for unrelated and for empty photos', async () => {
    for (const [wide, tele] of [
      [paintScene(small, 7), other],
      [other, grey],
    ] as const) {
      const result = await register(wide, tele);
      expect(result).toMatchObject({ verdict: 'failed', homography: null, corners: [], overlap: [], residual: null });
      expect(inEnglish(result.reason)).toMatch(/do not seem to show the same scene/);
    }
  });

  it('fails for a photo of a few pixels', async () => {
    const speck: PixelImage = { width: 5, height: 40, depth: 8, profile: null, data: new Uint8Array(600) };
    expect(await register(speck, other)).toMatchObject({ verdict: 'failed', homography: null });
  });

  it('says when both photos are one, and when they are swapped', async () => {
    const { wide, tele } = simulatePair(scene, wideSize, { size: teleSize, zoom: 2, rotation: 3 }, look);
    expect(await register(wide, wide)).toMatchObject({
      verdict: 'failed',
      reason: saying(/zoom 1\.0/),
    });
    expect(await register(tele, wide)).toMatchObject({
      verdict: 'failed',
      reason: saying(/swapped/),
    });
  });

  it('rejects with the reason of the signal', async () => {
    const signal = AbortSignal.abort(new Error('not now'));
    const answer = registerPair(other, other, { zoomHint: null, programFolder: programs.programFolder, signal });
    await expect(answer).rejects.toThrow('not now');
  });
});

describe('simulated pairs', () => {
  const upright = { width: 600, height: 800 };

  it.each([
    { zoom: 1.5, rotation: 0, size: teleSize },
    { zoom: 2, rotation: -15, size: teleSize },
    { zoom: 2, rotation: 4, size: { width: 480, height: 360 } },
    { zoom: 2.4, rotation: 15, size: upright },
    { zoom: 5, rotation: 7, size: { width: 1600, height: 1200 } },
  ])(
    'finds a tele of $size.width pixels at zoom $zoom, turned by $rotation degrees',
    async ({ zoom, rotation, size }) => {
      const camera = { size, zoom, rotation, centre: { x: 0.49, y: 0.52 }, tilt: { x: 0.03, y: -0.02 } };
      const { wide, tele, truth } = simulatePair(scene, wideSize, camera, look);
      const result = await register(wide, tele);
      expect(inEnglish(result.reason)).toMatch(/^The photos fit/);
      expect(result.verdict).toBe('good');
      expect(result.homography && cornerError(result.homography, truth, size)).toBeLessThan(0.5);
      expect(result.zoom).toBeCloseTo(zoom, 1);
      expect(result.rotation).toBeCloseTo(rotation, 0);
      expect(result.residual).toBeLessThan(0.3);
    },
  );

  it('finds a tele that lost its orientation, but doubts it', async () => {
    const { wide, tele, truth } = simulatePair(scene, wideSize, { size: upright, zoom: 2, rotation: 90 }, look);
    const result = await register(wide, tele);
    expect(result).toMatchObject({ verdict: 'doubtful', reason: saying(/turned by 90/) });
    expect(result.homography && cornerError(result.homography, truth, upright)).toBeLessThan(0.5);
  });

  it('finds the tele in spite of a wrong hint', async () => {
    const { wide, tele, truth } = simulatePair(scene, wideSize, { size: teleSize, zoom: 1.6, rotation: 0 }, look);
    const result = await register(wide, tele, 5);
    expect(result.homography && cornerError(result.homography, truth, teleSize)).toBeLessThan(0.5);
  });

  it('lets a tele hang out of the wide, and doubts it when most of it does', async () => {
    const [some, most] = await Promise.all(
      [0.85, 1.1].map((x) => {
        const pair = simulatePair(
          scene,
          wideSize,
          { size: teleSize, zoom: 2, rotation: 0, centre: { x, y: 0.5 } },
          look,
        );
        return register(pair.wide, pair.tele);
      }),
    );
    expect(some?.verdict).toBe('good');
    expect(some?.overlapShare).toBeCloseTo(0.2, 2);
    expect(most?.verdict).not.toBe('good');
  });
});

describe('the process', () => {
  it('ends by itself while the worker idles', async () => {
    const script = join(programs.programFolder, 'ask-once.js');
    const contents = `
      import { openRegistrationWorker } from '#core/pairs/registering/open-registration-worker';
      const grey = (step) => ({ width: 64, height: 64, data: Uint8Array.from({ length: 4096 }, (_, index) => (index * step) % 251) });
      const request = { wide: grey(7), tele: grey(13), wideSize: grey(1), teleSize: grey(1), zoomHint: 2 };
      const worker = openRegistrationWorker(${JSON.stringify(programs.programFolder)});
      console.log(Object.keys(await worker.ask('search', request, { moved: [] })).join(' '));
    `;
    const resolveDir = fileURLToPath(new URL('../../../..', import.meta.url));
    await build({ stdin: { contents, resolveDir }, outfile: script, bundle: true, platform: 'node', format: 'esm' });
    const run = await promisify(execFile)(process.execPath, [script], { timeout: 50_000 });
    expect(run.stdout).toBe('detector matches inliers homography residual spread\n');
  });
});
