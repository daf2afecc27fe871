import type { Homography } from '#contract/geometry';
import type { Registration } from '#contract/registration';
import type { PixelImage } from '#core/photos/pixel-image';

/** A tele photo and where it lies, good enough to be used. */
export interface UsableReference {
  tele: PixelImage;
  registration: Registration;
  homography: Homography;
}

/** Whether the tele can serve as reference, and if not, why, in words. A doubtful registration is used: each tile is checked again. */
export function chooseReference(options: {
  useReference: boolean;
  tele: PixelImage | null;
  registration: Registration | null;
}): { reference: UsableReference | null; reason: string } {
  const { useReference, tele, registration } = options;
  if (!useReference) return { reference: null, reason: 'Upscaling the wide photo alone was asked for.' };
  if (tele === null) return { reference: null, reason: 'There is no tele photo.' };
  if (registration === null) return { reference: null, reason: 'The tele photo was not registered.' };
  const { homography, overlap, verdict, reason } = registration;
  if (verdict === 'failed' || homography === null) {
    return { reference: null, reason: `The tele photo could not be registered. ${reason}` };
  }
  if (overlap.length < 3) return { reference: null, reason: 'The tele photo lies outside the wide one.' };
  return { reference: { tele, registration, homography }, reason: `The registration is ${verdict}. ${reason}` };
}
