import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyHomography, composeHomographies, type Homography, type Point } from '#contract/geometry';
import type { Pin, Placement } from '#contract/project-edits';
import { readImage } from '#core/photos/files/read-image';
import type { PixelImage } from '#core/photos/pixel-image';
import { judgePlacement, refineRegistration } from '#core/pairs/registering/register-by-hand';
import { registerPair } from '#core/pairs/registering/register-pair';
import { buildRegistrationWorker } from '../../../support/build-worker.ts';
import { saying } from '../../../support/saying.ts';
import { cornerError, randomNumbers } from '../../../support/simulated-pair.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const pairs = [
  { name: 'the sample pair', folder: `${root}native-models/sample-pair`, shift: 20 },
  { name: 'skyline', folder: `${root}../shared/data/pairs/skyline`, shift: 40 },
];

let programs: Awaited<ReturnType<typeof buildRegistrationWorker>>;
beforeAll(async () => {
  programs = await buildRegistrationWorker();
});
afterAll(() => programs.remove());

/** As a pipe carries it: its last entry is 1, and said to be. */
function scaledToOne(homography: Homography): Placement['homography'] {
  const [a, b, c, d, e, f, g, h] = homography;
  return [a, b, c, d, e, f, g, h, 1];
}

/** Turned by 3 degrees around the tele's middle and shifted, all in wide pixels. */
function spoil(homography: Homography, tele: PixelImage, shift: number): Homography {
  const { x, y } = applyHomography(homography, { x: tele.width / 2, y: tele.height / 2 });
  const [cos, sin] = [Math.cos(Math.PI / 60), Math.sin(Math.PI / 60)];
  const [right, down] = [shift * 0.8, shift * 0.6];
  const turned: Homography = [
    cos,
    -sin,
    x - cos * x + sin * y + right,
    sin,
    cos,
    y - sin * x - cos * y + down,
    0,
    0,
    1,
  ];
  return composeHomographies(turned, homography);
}

/** Four places near the tele's corners, each pinned up to 2 pixels beside where it truly lies. */
function pinsNear(homography: Homography, { width, height }: PixelImage, seed: number): Pin[] {
  const random = randomNumbers(seed);
  const shares: Point[] = [
    { x: 0.15, y: 0.2 },
    { x: 0.85, y: 0.15 },
    { x: 0.8, y: 0.85 },
    { x: 0.2, y: 0.8 },
  ];
  return shares.map((share) => {
    const tele = { x: share.x * width, y: share.y * height };
    const { x, y } = applyHomography(homography, tele);
    return { tele, wide: { x: x + 4 * random() - 2, y: y + 4 * random() - 2 } };
  });
}

describe.each(pairs)('$name', ({ name, folder, shift }) => {
  const isThere = existsSync(`${folder}/wide.jpg`);
  if (!isThere) console.warn(`Skipped: registration by hand of ${name} needs ${folder}, which is not here.`);

  describe.skipIf(!isThere)('put by hand', () => {
    let [wide, tele] = [] as PixelImage[] as [PixelImage, PixelImage];
    let automatic: Homography;
    beforeAll(async () => {
      const limit = { pixelLimit: 1e9 };
      wide = await readImage(`${folder}/wide.jpg`, limit);
      tele = await readImage(`${folder}/tele.jpg`, { ...limit, profile: wide.profile });
      const { homography } = await registerPair(wide, tele, { zoomHint: null, programFolder: programs.programFolder });
      if (homography === null) throw new Error('Expected the pair to register by itself');
      automatic = homography;
    });
    const options = (homography: Homography): { homography: Homography; programFolder: string } => ({
      homography,
      programFolder: programs.programFolder,
    });

    const put = (homography: Homography, origin: Placement['origin'] = 'hand') => ({
      placement: { homography: scaledToOne(homography), origin },
      programFolder: programs.programFolder,
    });

    it('fails far from where it belongs, and refining finds nothing there', async () => {
      const far = composeHomographies([1, 0, wide.width / 4, 0, 1, wide.height / 5, 0, 0, 1], automatic);
      expect((await judgePlacement(wide, tele, put(far))).verdict).toBe('failed');
      expect(await refineRegistration(wide, tele, { ...options(far), pins: [] })).toBeNull();
    });

    it('who insists is believed where the photos meet, but doubtfully', async () => {
      const far = composeHomographies([1, 0, wide.width / 4, 0, 1, wide.height / 5, 0, 0, 1], automatic);
      const outside = composeHomographies([1, 0, 2 * wide.width, 0, 1, 0, 0, 0, 1], automatic);
      const judged = await judgePlacement(wide, tele, put(far, 'insisted'));
      expect(judged).toMatchObject({ verdict: 'doubtful', reason: saying(/because you want it so/) });
      expect(cornerError(judged.homography ?? automatic, far, tele)).toBe(0);
      expect((await judgePlacement(wide, tele, put(outside, 'insisted'))).verdict).toBe('failed');
    });

    it('fails outside the wide photo', async () => {
      const outside = composeHomographies([1, 0, 2 * wide.width, 0, 1, 0, 0, 0, 1], automatic);
      expect(await judgePlacement(wide, tele, put(outside))).toMatchObject({ verdict: 'failed', corners: [] });
      expect(await refineRegistration(wide, tele, { ...options(outside), pins: [] })).toBeNull();
    });

    it('is good where it belongs, and stays there', async () => {
      const judged = await judgePlacement(wide, tele, put(automatic));
      expect(judged).toMatchObject({ verdict: 'good', detector: 'hand' });
      expect(cornerError(judged.homography ?? automatic, automatic, tele)).toBe(0);
      for (const { wide: place, tele: seen } of judged.points ?? []) {
        const { x, y } = applyHomography(automatic, seen);
        expect(Math.hypot(place.x - x, place.y - y)).toBeLessThan(6);
      }
      expect(judged.points?.length).toBeGreaterThan(20);
    });

    it('spoiled by a shift and 3 degrees is not good', async () => {
      const judged = await judgePlacement(wide, tele, put(spoil(automatic, tele, shift)));
      expect(judged.verdict).not.toBe('good');
    });

    it.each([1, 2, 3])('four pins and refining bring it back within 4 pixels (%i)', async (seed) => {
      const spoiled = spoil(automatic, tele, shift);
      expect(cornerError(spoiled, automatic, tele)).toBeGreaterThan(shift);
      const pins = pinsNear(automatic, tele, seed);
      const refined = await refineRegistration(wide, tele, { ...options(spoiled), pins });
      expect(refined?.verdict).toBe('good');
      const error = cornerError(refined?.homography ?? spoiled, automatic, tele);
      console.log(
        `${name}: corners within ${error.toFixed(2)} px of the automatic ones (${refined?.milliseconds ?? 0} ms)`,
      );
      expect(error).toBeLessThan(4);
    });

    it('without a pin refining finds the way back too', async () => {
      const spoiled = spoil(automatic, tele, shift);
      const refined = await refineRegistration(wide, tele, { ...options(spoiled), pins: [] });
      expect(cornerError(refined?.homography ?? spoiled, automatic, tele)).toBeLessThan(4);
    });

    it('a cancelled refinement rejects with its reason', async () => {
      const signal = AbortSignal.abort(new Error('enough'));
      const asked = refineRegistration(wide, tele, { ...options(automatic), pins: [], signal });
      await expect(asked).rejects.toThrow('enough');
    });
  });
});
