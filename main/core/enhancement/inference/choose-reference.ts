import type { Homography } from '#contract/geometry';
import { say, type Said } from '#contract/messages';
import type { Registration } from '#contract/registration';
import { isNoiseOverDetail } from '#core/pairs/camera/tele-noise';
import type { PixelImage } from '#core/photos/pixel-image';

/** A tele photo and where it lies, good enough to be used. */
export interface UsableReference {
  tele: PixelImage;
  registration: Registration;
  homography: Homography;
}

/** Whether the tele can serve as reference, and if not, why. A doubtful registration is used: each tile is checked again. */
export function chooseReference(options: {
  useReference: boolean;
  tele: PixelImage | null;
  registration: Registration | null;
}): { reference: UsableReference | null; reason: Said } {
  const { useReference, tele, registration } = options;
  if (!useReference) return { reference: null, reason: say('enhancing.wide-alone') };
  if (tele === null) return { reference: null, reason: say('enhancing.no-tele') };
  if (registration === null) return { reference: null, reason: say('enhancing.not-registered') };
  const { homography, overlap, verdict, reason } = registration;
  if (verdict === 'failed' || homography === null) {
    return { reference: null, reason: [say('enhancing.not-placed'), reason] };
  }
  if (overlap.length < 3) return { reference: null, reason: say('enhancing.tele-outside') };
  if (isNoiseOverDetail(tele)) return { reference: null, reason: say('enhancing.tele-noisy') };
  return { reference: { tele, registration, homography }, reason: [say(`enhancing.placed-${verdict}`), reason] };
}
