import type { PairView } from '#contract/api';
import { outputHomography } from '#contract/crop-geometry';
import { composeHomographies, type Homography } from '#contract/geometry';
import type { Pyramid } from '#contract/media-urls';

/** What can be compared, in the order of the choice. */
export const pictureNames = ['wide', 'alone', 'result', 'tele', 'truth'] as const;
export type PictureName = (typeof pictureNames)[number];

/** A picture and where it lies: the scene is the result, in its own pixels. */
export interface ComparedPicture {
  pyramid: Pyramid;
  toScene: Homography;
}

/** The picture of that name, or null while there is none. */
export function pictureNamed(name: PictureName, pair: PairView): ComparedPicture | null {
  const { wide, enhancement, alone, truth } = pair;
  if (enhancement === null) return null;
  const { crop, straighten = 0, scale } = enhancement.report;
  const wideToScene = outputHomography(wide.pyramid, crop, straighten, scale);
  switch (name) {
    case 'wide':
      return { pyramid: wide.pyramid, toScene: wideToScene };
    case 'result':
      return { pyramid: enhancement.pyramid, toScene: unmoved };
    case 'alone':
      return alone && { pyramid: alone.pyramid, toScene: unmoved };
    case 'tele':
      return telePictures(pair)[0] ?? null;
    case 'truth': {
      if (truth === null) return null;
      const { width, height } = truth.pyramid;
      const toWide: Homography = [wide.pyramid.width / width, 0, 0, 0, wide.pyramid.height / height, 0, 0, 0, 1];
      return { pyramid: truth.pyramid, toScene: composeHomographies(wideToScene, toWide) };
    }
  }
}

/** All telephotos of a pair that have a place, with the ids of their photos. */
export function telePictures({ wide, teles, enhancement }: PairView): (ComparedPicture & { photoId: string })[] {
  if (enhancement === null) return [];
  const { crop, straighten = 0, scale } = enhancement.report;
  const wideToScene = outputHomography(wide.pyramid, crop, straighten, scale);
  return teles.flatMap(({ summary, pyramid, registration }) => {
    const homography = registration?.homography ?? null;
    if (homography === null) return [];
    return [{ photoId: summary.id, pyramid, toScene: composeHomographies(wideToScene, homography) }];
  });
}

/** Whether a picture of that name is there or can be had for this pair. */
export function canHave(name: PictureName, pair: PairView): boolean {
  if (name === 'alone') return pair.enhancement?.report.reference.used === true;
  if (name === 'tele') return pictureNamed('tele', pair) !== null;
  return true;
}

const unmoved: Homography = [1, 0, 0, 0, 1, 0, 0, 0, 1];
