import type { Homography, Size } from '#contract/geometry';
import type { Registration } from '#contract/registration';
import type { PixelImage } from '#core/photos/pixel-image';
import { refineCopies } from './copies.ts';
import type { RegistrationWorker } from './open-registration-worker.ts';
import { describeOverlap, type OverlapRegion } from './overlap-region.ts';
import type { RefineResult } from './refine-alignment.ts';

/** A homography that can be right, and how far the pictures agree under it. */
export interface Placed {
  readonly refined: RefineResult;
  readonly region: OverlapRegion;
}

/** Compares the photos under a homography at nearly full size, and improves it on the way unless `radii` is empty. */
export async function placeTele(
  worker: RegistrationWorker,
  wide: PixelImage,
  tele: PixelImage,
  homography: Homography,
  { radii, signal }: { radii?: readonly number[]; signal?: AbortSignal | undefined },
): Promise<Placed> {
  const region = describeOverlap(homography, wide, tele);
  const copies = await refineCopies(wide, tele, region.overlap, region.zoom);
  signal?.throwIfAborted();
  const moved = [copies.wide.image.data.buffer, copies.tele.image.data.buffer];
  const request = { ...copies, homography, ...(radii && { radii }) };
  const refined = await worker.ask('refine', request, { moved, signal });
  return { refined, region: describeOverlap(refined.homography, wide, tele) };
}

/** Where a homography puts the tele, as a registration says it. */
export function whereIs(
  placed: Placed | null,
): Pick<Registration, 'homography' | 'corners' | 'overlap' | 'overlapShare' | 'zoom' | 'rotation' | 'points'> {
  if (placed === null) {
    return { homography: null, corners: [], overlap: [], overlapShare: 0, zoom: null, rotation: null, points: [] };
  }
  const { corners, overlap, overlapShare, zoom, rotation } = placed.region;
  const { homography, points } = placed.refined;
  return { homography, corners, overlap, overlapShare, zoom, rotation, points };
}

export function sizeOf({ width, height }: Size): Size {
  return { width, height };
}
