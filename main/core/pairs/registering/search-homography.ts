import { composeHomographies, scaleHomography, type Homography, type Size } from '#contract/geometry';
import { detectFeatures, type DetectorName, type Features } from './detect-features.ts';
import { estimateHomography, type Fit } from './estimate-homography.ts';
import type { GreyImage } from './grey-image.ts';
import { matchFeatures } from './match-features.ts';
import type { OpenCv } from './opencv.ts';
import { describeOverlap, diagonalOf } from './overlap-region.ts';
import { resizeGrey } from './resize-grey.ts';

/** Copies of both photos, and the sizes of the photos themselves. */
export interface SearchRequest {
  readonly wide: GreyImage;
  readonly tele: GreyImage;
  readonly wideSize: Size;
  readonly teleSize: Size;
  /** How many times larger the wide's field of view is expected to be; null when unknown. */
  readonly zoomHint: number | null;
}

/** The best homography found. Lengths are full-size wide pixels. */
export interface SearchResult {
  readonly detector: DetectorName;
  readonly matches: number;
  readonly inliers: number;
  /** Tele to wide, full size; null when nothing fits. */
  readonly homography: Homography | null;
  readonly residual: number | null;
  /** Share of the cells of a 4x4 grid over the tele that hold an inlier, 0 to 1. */
  readonly spread: number;
}

/** Tried in this order. The last two only serve to say what is wrong: the same lens twice, or the roles swapped. */
const fieldZooms = [2, 1.5, 3, 5, 1, 0.5];
/** Inliers reach this far from the homography, in pixels of the copies. */
const inlierDistance = 4;
/** A fit with this many inliers, and this share of the matches, needs no other attempt. */
const clear = { inliers: 80, share: 0.5 };
/** With fewer inliers than this the other detector is asked too. */
const scarce = 25;
/** Long side of the smaller copies that are looked at first of larger photos: where they are clear, larger ones tell nothing more. */
const firstLongSide = 1000;
/** Small photos are enlarged up to this much, never beyond this long side: detectors need some pixels. */
const enlargement = { factor: 2, longSide: 1500 };

/**
 * Looks for the tele in the wide. Features match best when both photos show the scene at the same size, so several
 * zooms are tried, the hint first, until one is clearly right; the one with most inliers wins.
 */
export function searchHomography(cv: OpenCv, request: SearchRequest): SearchResult {
  const { zoomHint } = request;
  const zooms = zoomHint === null ? fieldZooms : [zoomHint, ...fieldZooms.filter((zoom) => !isNear(zoom, zoomHint))];
  if (Math.max(request.wide.width, request.wide.height) > firstLongSide) {
    const first = tryZoom(cv, request, 'akaze', zooms[0] ?? 1, rememberWide(cv, 'akaze'), firstLongSide);
    if (isClear(first)) return first;
  }
  const akaze = searchWith(cv, request, 'akaze', zooms);
  if (akaze.inliers >= scarce) return akaze;
  const orb = searchWith(cv, request, 'orb', zooms);
  return orb.inliers >= scarce ? orb : akaze;
}

function searchWith(
  cv: OpenCv,
  request: SearchRequest,
  detector: DetectorName,
  zooms: readonly number[],
): SearchResult {
  const detect = rememberWide(cv, detector);
  let best: SearchResult = { detector, matches: 0, inliers: 0, homography: null, residual: null, spread: 0 };
  for (const zoom of zooms) {
    const found = tryZoom(cv, request, detector, zoom, detect);
    if (found.inliers > best.inliers || best.matches === 0) best = found;
    if (isClear(found)) return found;
  }
  const actual = best.homography && describeOverlap(best.homography, request.wideSize, request.teleSize).fieldZoom;
  if (actual === null || actual < 0.2 || actual > 12 || zooms.some((zoom) => isNear(zoom, actual))) return best;
  const again = tryZoom(cv, request, detector, actual, detect);
  return again.inliers > best.inliers ? again : best;
}

type DetectWide = (image: GreyImage, size: Size) => Features;

function tryZoom(
  cv: OpenCv,
  request: SearchRequest,
  detector: DetectorName,
  zoom: number,
  detectWide: DetectWide,
  longSide = enlargement.longSide,
): SearchResult {
  const { wide, tele, wideSize, teleSize } = request;
  const [wideCopy, teleCopy] = equalScaleSizes(wide, tele, zoom, longSide);
  const teleFeatures = detectFeatures(cv, resizeGrey(cv, tele, teleCopy), detector);
  const points = matchFeatures(cv, teleFeatures, detectWide(wide, wideCopy));
  const nothing = { detector, matches: points.count, inliers: 0, homography: null, residual: null, spread: 0 };
  const fit = estimateHomography(cv, points, (inlierDistance * longSide) / enlargement.longSide);
  if (fit === null) return nothing;
  const toFull = scaleHomography(wideSize.width / wideCopy.width, wideSize.height / wideCopy.height);
  const toCopy = scaleHomography(teleCopy.width / teleSize.width, teleCopy.height / teleSize.height);
  const homography = composeHomographies(toFull, composeHomographies(fit.homography, toCopy));
  if (!describeOverlap(homography, wideSize, teleSize).isPossible) return nothing;
  return {
    detector,
    matches: points.count,
    inliers: fit.inliers,
    homography,
    residual: (fit.residual * diagonalOf(wideSize)) / diagonalOf(wideCopy),
    spread: spreadOf(fit, points.from, teleCopy),
  };
}

/** Sizes at which wide and tele show the scene equally large, if the wide's field of view is `zoom` times the tele's. */
function equalScaleSizes(wide: Size, tele: Size, zoom: number, longSide: number): [wide: Size, tele: Size] {
  const room = Math.min(enlargement.factor, longSide / Math.max(wide.width, wide.height));
  const teleScale = diagonalOf(wide) / zoom / diagonalOf(tele);
  const scale = Math.min(room, enlargement.factor / 2 / teleScale);
  return [scaleSize(wide, scale), scaleSize(tele, teleScale * scale)];
}

function scaleSize({ width, height }: Size, scale: number): Size {
  return { width: Math.max(16, Math.round(width * scale)), height: Math.max(16, Math.round(height * scale)) };
}

/** Most zooms need the wide at the same size: its features are found once. */
function rememberWide(cv: OpenCv, detector: DetectorName): DetectWide {
  const known = new Map<number, Features>();
  return (image, size) => {
    const features = known.get(size.width) ?? detectFeatures(cv, resizeGrey(cv, image, size), detector);
    known.set(size.width, features);
    return features;
  };
}

function spreadOf(fit: Fit, points: Float32Array, { width, height }: Size): number {
  const cells = new Set<number>();
  fit.isInlier.forEach((isInlier, index) => {
    const column = Math.floor((4 * (points[2 * index] ?? 0)) / width);
    const row = Math.floor((4 * (points[2 * index + 1] ?? 0)) / height);
    if (isInlier) cells.add(row * 4 + column);
  });
  return cells.size / 16;
}

function isClear({ matches, inliers }: SearchResult): boolean {
  return inliers >= clear.inliers && inliers >= clear.share * matches;
}

function isNear(zoom: number, other: number): boolean {
  return Math.abs(Math.log(zoom / other)) < Math.log(1.2);
}
