import {
  applyHomography,
  clipPolygon,
  cornersOf,
  polygonArea,
  type Homography,
  type Point,
  type Size,
} from '#contract/geometry';

/** What a homography says about where the tele lies. Lengths are upright wide pixels. */
export interface OverlapRegion {
  /** The tele's corners, clockwise from its top left. */
  readonly corners: Point[];
  /** The corners' polygon clipped to the wide picture; empty when they do not meet. */
  readonly overlap: Point[];
  /** Area of the overlap over the area of the wide, 0 to 1. */
  readonly overlapShare: number;
  /** Area of the overlap over the area of the whole tele, 0 to 1. */
  readonly teleShare: number;
  /** Tele pixels per wide pixel at the tele's centre, along one axis. */
  readonly zoom: number;
  /** How many times larger the wide's field of view is: `zoom` for photos of the same size. */
  readonly fieldZoom: number;
  /** Degrees by which the tele lies turned in the wide, clockwise positive, -180 to 180. */
  readonly rotation: number;
  /** Largest over smallest magnification among the tele's corners; 1 without perspective. */
  readonly perspective: number;
  /** Whether the tele's outline is convex and not mirrored, and its whole plane in front of the camera. */
  readonly isPossible: boolean;
}

/** Where a tele photo lies in a wide one, by a homography from tele to wide pixels. */
export function describeOverlap(homography: Homography, wide: Size, tele: Size): OverlapRegion {
  const teleCorners = cornersOf(tele);
  const corners = teleCorners.map((corner) => applyHomography(homography, corner));
  const isPossible = teleCorners.every((corner) => depthAt(homography, corner) > 0) && isClockwiseConvex(corners);
  const overlap = isPossible ? clipPolygon(corners, wide) : [];
  const area = polygonArea(overlap);
  const centre = jacobianAt(homography, { x: tele.width / 2, y: tele.height / 2 });
  const zoom = 1 / Math.sqrt(Math.max(areaScale(centre), 1e-12));
  const scales = teleCorners.map((corner) => Math.sqrt(Math.max(areaScale(jacobianAt(homography, corner)), 1e-12)));
  return {
    corners,
    overlap,
    overlapShare: area / (wide.width * wide.height),
    teleShare: isPossible ? area / Math.max(polygonArea(corners), 1e-9) : 0,
    zoom,
    fieldZoom: zoom * (diagonalOf(wide) / diagonalOf(tele)),
    rotation: (Math.atan2(centre.yByX - centre.xByY, centre.xByX + centre.yByY) * 180) / Math.PI,
    perspective: Math.max(...scales) / Math.min(...scales),
    isPossible,
  };
}

export function diagonalOf({ width, height }: Size): number {
  return Math.hypot(width, height);
}

interface Jacobian {
  xByX: number;
  xByY: number;
  yByX: number;
  yByY: number;
}

function jacobianAt(h: Homography, point: Point): Jacobian {
  const w = depthAt(h, point);
  const { x, y } = applyHomography(h, point);
  return {
    xByX: (h[0] - x * h[6]) / w,
    xByY: (h[1] - x * h[7]) / w,
    yByX: (h[3] - y * h[6]) / w,
    yByY: (h[4] - y * h[7]) / w,
  };
}

function areaScale({ xByX, xByY, yByX, yByY }: Jacobian): number {
  return xByX * yByY - xByY * yByX;
}

function depthAt(h: Homography, { x, y }: Point): number {
  return h[6] * x + h[7] * y + h[8];
}

function isClockwiseConvex(corners: readonly Point[]): boolean {
  return corners.every((corner, index) => {
    const [next, afterNext] = [corners[(index + 1) % 4] ?? corner, corners[(index + 2) % 4] ?? corner];
    return (next.x - corner.x) * (afterNext.y - next.y) - (next.y - corner.y) * (afterNext.x - next.x) > 0;
  });
}
