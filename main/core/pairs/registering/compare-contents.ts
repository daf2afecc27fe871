import { boundsOf, invertHomography, type Homography, type Point, type Size } from '#contract/geometry';
import { agreeingMatches } from './agreeing-matches.ts';
import { detectFeatures, type Features } from './detect-features.ts';
import { cropGrey, type GreyImage } from './grey-image.ts';
import { matchBinary } from './match-binary.ts';
import type { OpenCv } from './opencv.ts';
import { describeOverlap, diagonalOf, type OverlapRegion } from './overlap-region.ts';
import { refineAlignment } from './refine-alignment.ts';
import { resizeGrey } from './resize-grey.ts';

/** A photo as it is compared with many others: a small grey copy, and what can be found again of it. */
export interface PhotoContent {
  readonly image: GreyImage;
  readonly features: Features;
}

/** How one photo shows a part of another. */
export interface ContentMatch {
  /** Which of the two shows the part. */
  readonly tele: 'one' | 'other';
  /** How many times larger the wide's field of view is. */
  readonly fieldZoom: number;
  /** Share of the tele that lies inside the wide, 0 to 1. */
  readonly teleShare: number;
  /** Degrees by which the tele lies turned in the wide, -180 to 180. */
  readonly rotation: number;
  /** Where the tele's outline lies in the wide, as shares of its width and height. */
  readonly place: Place;
  /** Points that agree on where the tele lies. */
  readonly inliers: number;
  /** Share of the blocks with structure in which both look the same, 0 to 1, and how many blocks there are. */
  readonly agreement: number;
  readonly blocks: number;
  /** Mean correlation of these blocks, 0 to 1, to tell the best of several that agree. */
  readonly likeness: number;
}

/** The sides of an upright rectangle. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What can be a tele inside a wide at all; photos of about the same zoom are none. */
export const contentLimits = {
  fieldZoom: { least: 1.3, most: 6.5 },
  teleShare: 0.6,
  perspective: 1.45,
  inliers: 8,
} as const;

/** More would cost time in matching and find nothing new. */
const maxFeatures = 2000;
/** Points agree within so many pixels of the wide's copy: no camera is without perspective, nor held quite still. */
const agreeingDistance = 6;

/** What can be found again of a small grey copy: at most 2000 features. */
export function contentOf(cv: OpenCv, image: GreyImage): PhotoContent {
  return { image, features: strongest(detectFeatures(cv, image, 'akaze'), maxFeatures) };
}

/**
 * Whether one of two photos shows a part of the other, larger: found by matching features, and then seen, block by block, in the
 * pictures themselves. Null when it does not, or when nothing can be said.
 */
export function compareContents(cv: OpenCv, one: PhotoContent, other: PhotoContent): ContentMatch | null {
  const sizes = diagonalOf(other.image) / diagonalOf(one.image);
  const agreeing = agreeingMatches(matchBinary(one.features, other.features), {
    distance: agreeingDistance,
    mayZoom: (zoom) => isRoughlyPossible(sizes / zoom),
  });
  if (agreeing === null || agreeing.count < contentLimits.inliers) return null;
  const isOneTele = agreeing.zoom < sizes;
  const seen = isOneTele
    ? lookAt(cv, other.image, one.image, agreeing.homography)
    : lookAt(cv, one.image, other.image, invertHomography(agreeing.homography));
  return seen && { tele: isOneTele ? 'one' : 'other', inliers: agreeing.count, ...seen };
}

/** By how much larger one field of view is; rough, as it is before it is found exactly. */
function isRoughlyPossible(fieldZoom: number): boolean {
  const times = Math.max(fieldZoom, 1 / fieldZoom);
  return times > 0.9 * contentLimits.fieldZoom.least && times < 1.1 * contentLimits.fieldZoom.most;
}

type Seen = Omit<ContentMatch, 'tele' | 'inliers'>;

/** Compares the pictures themselves, the tele at the wide's scale, in the part of the wide where it should lie. */
function lookAt(cv: OpenCv, wide: GreyImage, tele: GreyImage, homography: Homography): Seen | null {
  const region = describeOverlap(homography, wide, tele);
  if (!isPart(region)) return null;
  const part = boundsOf(region.overlap);
  const teleCopy = resizeGrey(cv, tele, scaled(tele, 1 / region.zoom));
  const { agreement, homography: refined } = refineAlignment(cv, {
    wide: { image: cropGrey(wide, part), shows: part },
    tele: { image: teleCopy, shows: { x: 0, y: 0, width: tele.width, height: tele.height } },
    homography,
  });
  const { share, blocks, likeness } = agreement;
  const { fieldZoom, teleShare, rotation, corners } = describeOverlap(refined, wide, tele);
  return { fieldZoom, teleShare, rotation, place: placeOf(corners, wide), agreement: share, blocks, likeness };
}

function placeOf(corners: readonly Point[], { width, height }: Size): Place {
  const { x, y, ...bounds } = boundsOf(corners);
  return { left: x / width, top: y / height, right: (x + bounds.width) / width, bottom: (y + bounds.height) / height };
}

function isPart({ isPossible, fieldZoom, teleShare, perspective }: OverlapRegion): boolean {
  const { least, most } = contentLimits.fieldZoom;
  const isZoomed = fieldZoom >= least && fieldZoom <= most;
  return isPossible && isZoomed && teleShare >= contentLimits.teleShare && perspective <= contentLimits.perspective;
}

function scaled({ width, height }: Size, scale: number): Size {
  return { width: Math.max(16, Math.round(width * scale)), height: Math.max(16, Math.round(height * scale)) };
}

/** Features come strongest first. */
function strongest(features: Features, most: number): Features {
  const { points, descriptors, descriptorBytes } = features;
  const count = Math.min(features.count, most);
  return {
    count,
    points: points.slice(0, 2 * count),
    descriptors: descriptors.slice(0, descriptorBytes * count),
    descriptorBytes,
  };
}
