import { setImmediate as nextTurn } from 'node:timers/promises';
import { composeHomographies, invertHomography, scaleHomography, type Point, type Rectangle } from '#contract/geometry';
import { handOver, isTeleSofter, measureWideCamera } from '#core/pairs/camera/wide-camera';
import { alignLocally } from '#core/pairs/registering/align-locally';
import { matchColour } from '#core/pairs/registering/match-colour';
import type { PixelImage } from '#core/photos/pixel-image';
import { cameraReach } from '#native-models/dcsr/forward-model';
import type { UsableReference } from './choose-reference.ts';
import { comparePhotos } from './compare-photos.ts';
import { prepareReference, type ReferenceTile } from './prepare-reference.ts';
import { measureResidual } from './measure-residual.ts';
import { createReferenceFinder, type ReferenceWindow } from './reference-window.ts';

/** The registered tele, tile by tile. */
export interface TeleReader {
  /** Which window a tile gets, or null for none. */
  windowFor(input: Rectangle): ReferenceWindow | null;
  /** The window, with `margin` fine pixels around it: as much as the camera needs unless told. */
  read(input: Rectangle, offset: Point, margin?: number): ReferenceTile;
}

/**
 * Aligns and compares the two photos once, and measures the wide camera. Null for a tele that is softer than the wide: it has nothing to give.
 * Rejects with the signal's reason when cancelled.
 */
export async function createTeleReader(options: {
  wide: PixelImage;
  reference: UsableReference;
  signal?: AbortSignal | undefined;
}): Promise<TeleReader | null> {
  const { wide, signal } = options;
  const { tele, registration, homography } = options.reference;
  const { overlap } = registration;
  const breathe = async (): Promise<void> => {
    await nextTurn();
    signal?.throwIfAborted();
  };
  const colour = matchColour(wide, tele, registration);
  const pictures = { wide, tele, homography, overlap, zoom: registration.zoom ?? 1 };
  await breathe();
  const gridToTele = composeHomographies(invertHomography(homography), scaleHomography(0.5, 0.5));
  const source = { tele, gridToTele, colour };
  const camera = (await measureWideCamera({ wide, source, overlap, breathe })) ?? handOver;
  if (isTeleSofter(camera)) return null;
  const placed = { tele, homography, colour };
  const found = await alignLocally({ ...pictures, signal });
  const residual = await measureResidual({ wide, overlap, camera, placed, field: found, breathe });
  const { noise, tone, field, belief } = residual;
  const comparison = await comparePhotos({ ...pictures, field });
  return {
    windowFor: createReferenceFinder(comparison),
    read: (input, offset, margin = cameraReach) =>
      prepareReference({ ...placed, field, tone, belief, camera, noise, input, margin, offset }),
  };
}
