import { expect, test } from 'vitest';
import type { PairView } from '#contract/api';
import { applyHomography } from '#contract/geometry';
import { pictureNamed, telePictures } from '../../../renderer/features/compare-viewer/compare-pictures.ts';

const pyramid = { width: 400, height: 300 };
const tele = {
  summary: { id: 't' },
  pyramid: { width: 600, height: 450 },
  registration: { homography: [1 / 3, 0, 100, 0, 1 / 3, 50, 0, 0, 1] },
};

function pairAt(scale: number | undefined): PairView {
  const report = { crop: { x: 0, y: 0, ...pyramid }, ...(scale !== undefined && { scale }) };
  return { wide: { pyramid }, teles: [tele], enhancement: { report }, alone: null, truth: null } as unknown as PairView;
}

test.each([
  [undefined, 2],
  [3, 3],
  [4, 4],
])('at a scale of %s the photos fill the result', (scale, factor) => {
  const pair = pairAt(scale);
  const wide = pictureNamed('wide', pair);
  const [first] = telePictures(pair);
  if (wide === null || first === undefined) throw new Error('Expected both pictures');
  expect(applyHomography(wide.toScene, { x: 400, y: 300 })).toEqual({ x: 400 * factor, y: 300 * factor });
  expect(applyHomography(first.toScene, { x: 0, y: 0 })).toEqual({ x: 100 * factor, y: 50 * factor });
});
