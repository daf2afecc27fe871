import type { CameraFacts } from '#contract/photos';

interface Photo {
  readonly camera: CameraFacts;
}

/** Focal lengths of one lens differ only by rounding. */
const sameFocalLength = 1.03;
/** A camera that enlarged by less did not enlarge. */
const minZoom = 1.05;

/**
 * Whether one lens took both photos, so that the nearer one is only an enlarged part: no telephoto's detail. By the lens's own focal length
 * where both tell it, else by what they had been without digital zoom. Unknown counts as two lenses.
 */
export function isSameLens({ camera: one }: Photo, { camera: other }: Photo): boolean {
  if (one.make !== other.make || one.model !== other.model) return false;
  if (one.focalLength !== null && other.focalLength !== null) {
    return (
      isNear(one.focalLength, other.focalLength) &&
      (one.lens === null || other.lens === null || one.lens === other.lens)
    );
  }
  const [first, second] = [undigital(one), undigital(other)];
  const isZoomed = isDigital(one) || isDigital(other);
  return isZoomed && first !== null && second !== null && isNear(first, second);
}

/** Whether the tele is only an enlarged part of what the wide's lens showed: both through one lens, and the tele at a longer focal length. */
export function isDigitalZoom(wide: Photo, tele: Photo): boolean {
  const [short, long] = [wide.camera.focalLength35, tele.camera.focalLength35];
  const isLonger = short !== null && long !== null && long > short * minZoom;
  return isSameLens(wide, tele) && (isLonger || isDigital(tele.camera));
}

/** Whether a photo is an enlarged part of what its lens showed. */
export function isDigital({ digitalZoom }: Pick<CameraFacts, 'digitalZoom'>): boolean {
  return digitalZoom !== null && digitalZoom >= minZoom;
}

function undigital({ focalLength35, digitalZoom }: CameraFacts): number | null {
  return focalLength35 === null ? null : focalLength35 / (digitalZoom ?? 1);
}

function isNear(one: number, other: number): boolean {
  return Math.max(one, other) / Math.min(one, other) < sameFocalLength;
}
