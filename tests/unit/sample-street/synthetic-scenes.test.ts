import { beforeAll, describe, expect, it } from 'vitest';
import { createCamera, type PinholeCamera } from '../../support/sample-street/camera/pinhole-camera.ts';
import { createSamplePhone, photographPair, type SimulatedPair } from '../../support/sample-street/phone-pair.ts';
import { planeOf, type PlanarImage } from '#native-models/simulation/planar-image';
import { renderScene } from '../../support/sample-street/rendering/render-scene.ts';
import type { Scene } from '../../support/sample-street/rendering/scene.ts';
import { sceneKinds, syntheticScene, viewpoint } from '../../support/sample-street/synthetic-scenes.ts';

const sketch = { samples: 1, extraSamples: 0 };
const phone = createSamplePhone(48, 36, viewpoint);

describe.each(sceneKinds)('a scene of the kind %s', (kind) => {
  let scene: Scene;
  let picture: PlanarImage;

  beforeAll(() => {
    scene = syntheticScene(11, kind, 1);
    picture = renderScene(scene, phone.wide, sketch);
  });

  it('is the same for the same seed and another for another seed', () => {
    expect(renderScene(syntheticScene(11, kind, 1), phone.wide, sketch).data).toEqual(picture.data);
    expect(renderScene(syntheticScene(12, kind, 1), phone.wide, sketch).data).not.toEqual(picture.data);
  });

  it('fills the picture with light that a camera can show', () => {
    expect(picture.data.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
    const mean = planeOf(picture, 1).reduce((sum, one) => sum + one, 0) / planeOf(picture, 1).length;
    expect(mean).toBeGreaterThan(0.1);
    expect(mean).toBeLessThan(2);
  });

  it('has a sign with letters that stand out from their ground', () => {
    const sign = kind === 'market-street' ? { distance: 10.4, height: 3.2 } : { distance: 5.15, height: 3.3 };
    const letters = renderScene(scene, towards(sign.height, sign.distance), { samples: 2, extraSamples: 0 });
    const brightness = [...planeOf(letters, 0)].sort((a, b) => a - b);
    const at = (share: number): number => brightness[Math.floor(share * (brightness.length - 1))] ?? 0;
    expect(at(0.97) / (at(0.3) + 0.01)).toBeGreaterThan(2.5);
  });
});

describe('a simulated pair', () => {
  let pair: SimulatedPair;

  beforeAll(() => {
    const quality = { truthSamples: [1, 2], teleSamples: [1, 0] } as const;
    pair = photographPair(syntheticScene(11, 'shop-shelves', 1), createSamplePhone(96, 72, viewpoint), 5, quality);
  });

  it('has photos of the asked size and a truth of twice that', () => {
    expect([pair.wide.width, pair.wide.height]).toEqual([96, 72]);
    expect([pair.tele.width, pair.tele.height]).toEqual([96, 72]);
    expect([pair.truth.width, pair.truth.height]).toEqual([192, 144]);
  });

  it('has a wide photo that shows what its truth shows', () => {
    const shrunk = Float32Array.from({ length: 96 * 72 }, (_, at) => {
      const corner = 2 * Math.floor(at / 96) * 192 + 2 * (at % 96);
      const truth = planeOf(pair.truth, 1);
      return [0, 1, 192, 193].reduce((sum, step) => sum + (truth[corner + step] ?? 0) / 4, 0);
    });
    expect(correlation(shrunk, planeOf(pair.wide, 1))).toBeGreaterThan(0.85);
  });
});

/** A long lens on a point above the middle of the scene. */
function towards(height: number, distance: number): PinholeCamera {
  const pitch = (Math.atan2(height - viewpoint[1], distance) * 180) / Math.PI;
  return createCamera({ width: 120, height: 24, focalLength35: 260, position: viewpoint, pitch });
}

function correlation(a: Float32Array, b: Float32Array): number {
  const meanOf = (values: Float32Array): number => values.reduce((sum, one) => sum + one, 0) / values.length;
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [both, first, second] = [0, 0, 0];
  a.forEach((value, at) => {
    const [da, db] = [value - meanA, (b[at] ?? 0) - meanB];
    both += da * db;
    first += da * da;
    second += db * db;
  });
  return both / Math.sqrt(first * second);
}
