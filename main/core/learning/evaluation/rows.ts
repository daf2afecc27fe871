import { composeHomographies, scaleHomography } from '#contract/geometry';
import type { Registration } from '#contract/registration';
import type { PixelImage } from '#core/photos/pixel-image';
import {
  leftHalfBlurred,
  leftHalfFilled,
  leftHalfMoved,
  quartersExchanged,
  registrationMoved,
  turnedRound,
} from './altered-reference.ts';
import { stamped } from './stamp.ts';

/** A pair and where its tele lies. */
export interface RegisteredPair {
  wide: PixelImage;
  tele: PixelImage;
  registration: Registration;
  /** The tele of another pair of the dataset; null when there is none. */
  otherTele: PixelImage | null;
}

/** What a model is given beside the wide photo. */
export interface GivenReference {
  tele: PixelImage | null;
  registration: Registration;
}

/** No network's work: the tele's detail laid over the result without reference, above a hand-over of so many pixels of the result. */
export const pastedRowNames = ['paste-2', 'paste-4', 'paste-8', 'paste-trusted'] as const;
export type PastedRowName = (typeof pastedRowNames)[number];

/**
 * How a result was made: by plain enlargement, by the model with the reference that `referenceFor` gives, or by pasting (see
 * pasting/pasted-results.ts).
 */
export const rowNames = [
  'bicubic',
  'without-reference',
  'unrelated-reference',
  'tele',
  'shifted-8',
  'shifted-24',
  'shifted-80',
  'other-part',
  'other-photo',
  'half-black',
  'half-grey',
  'half-blurred',
  'half-moved',
  'stamped',
  ...pastedRowNames,
] as const;
export type RowName = (typeof rowNames)[number];

/** For a person, in tables. */
export const rowLabels: Record<RowName, string> = {
  bicubic: 'bicubic',
  'without-reference': 'without reference',
  'unrelated-reference': 'an unrelated picture (the tele turned by 180°)',
  tele: 'the true tele',
  'shifted-8': 'the scene shifted by 8 wide pixels',
  'shifted-24': 'the scene shifted by 24 wide pixels',
  'shifted-80': 'the scene shifted by 80 wide pixels',
  'other-part': 'another part of the scene (quarters of the tele exchanged)',
  'other-photo': 'another photo',
  'half-black': 'half of the tele black',
  'half-grey': 'half of the tele grey',
  'half-blurred': 'half of the tele blurred',
  'half-moved': 'half of the tele moved',
  stamped: 'a date and a watermark burnt into the tele',
  'paste-2': 'the tele pasted above 2 pixels',
  'paste-4': 'the tele pasted above 4 pixels',
  'paste-8': 'the tele pasted above 8 pixels',
  'paste-trusted': 'the tele pasted above 2 pixels where the measured camera agrees',
};

/** Rows that the model makes. */
export type ModelRowName = Exclude<RowName, 'bicubic' | PastedRowName>;

export function isModelRow(row: RowName): row is ModelRowName {
  return row !== 'bicubic' && !isPastedRow(row);
}

export function isPastedRow(row: RowName): row is PastedRowName {
  return pastedRowNames.some((name) => name === row);
}

/**
 * The reference of a row, or null when this pair cannot have it. The registration is the true tele's, on purpose: what is measured
 * is whether the program notices.
 */
export function referenceFor(row: ModelRowName, pair: RegisteredPair): GivenReference | null {
  return references[row](pair);
}

const references: Record<ModelRowName, (pair: RegisteredPair) => GivenReference | null> = {
  'without-reference': ({ registration }) => ({ tele: null, registration }),
  'unrelated-reference': ({ tele, registration }) => ({ tele: turnedRound(tele), registration }),
  tele: ({ tele, registration }) => ({ tele, registration }),
  'shifted-8': (pair) => shifted(pair, 8),
  'shifted-24': (pair) => shifted(pair, 24),
  'shifted-80': (pair) => shifted(pair, 80),
  'other-part': ({ tele, registration }) => ({ tele: quartersExchanged(tele), registration }),
  'other-photo': (pair) => inPlaceOfTele(pair),
  'half-black': ({ tele, registration }) => ({ tele: leftHalfFilled(tele, 0), registration }),
  'half-grey': ({ tele, registration }) => ({ tele: leftHalfFilled(tele, 0.5), registration }),
  'half-blurred': ({ tele, registration }) => ({ tele: leftHalfBlurred(tele, 6), registration }),
  'half-moved': ({ tele, registration }) => {
    return { tele: leftHalfMoved(tele, Math.round(24 * (registration.zoom ?? 1))), registration };
  },
  stamped: ({ tele, registration }) => ({ tele: stamped(tele), registration }),
};

/** To the right and half as far down, so that no row or column of a regular scene falls onto itself. */
function shifted({ wide, tele, registration }: RegisteredPair, distance: number): GivenReference {
  return { tele, registration: registrationMoved(registration, { x: distance, y: distance / 2 }, wide) };
}

/** The other photo stretched over the place of the tele. */
function inPlaceOfTele({ tele, otherTele, registration }: RegisteredPair): GivenReference | null {
  if (otherTele === null) return null;
  const [x, y] = [tele.width / otherTele.width, tele.height / otherTele.height];
  const { homography, zoom } = registration;
  return {
    tele: otherTele,
    registration: {
      ...registration,
      homography: homography && composeHomographies(homography, scaleHomography(x, y)),
      zoom: zoom && zoom / Math.sqrt(x * y),
    },
  };
}
