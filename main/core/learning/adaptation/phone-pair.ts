import { saidBy } from '#contract/errors';
import { basename } from 'node:path';
import { say, type Said } from '#contract/messages';
import { cameraName } from '#contract/photos';
import type { Registration } from '#contract/registration';
import { estimateCamera, type CameraEstimate } from '#core/pairs/camera/estimate-camera';
import { weighFormations, type WeighedFormation } from '#core/pairs/camera/weigh-formations';
import { readPair } from '#core/enhancement/read-pair';
import { readPhotoSummary } from '#core/photos/metadata/photo-metadata';
import type { PixelImage } from '#core/photos/pixel-image';
import { registerPair } from '#core/pairs/registering/register-pair';
import { gainsOf } from '#native-models/camera-response';

/** Two files of one scene. */
export interface PairFiles {
  readonly widePath: string;
  readonly telePath: string;
}

/** A pair that a network can learn from. */
export interface PhonePair extends PairFiles {
  /** As a person knows it: the wide file's name. */
  readonly name: string;
  /** Of both files' contents. */
  readonly wideId: string;
  readonly teleId: string;
  readonly wide: PixelImage;
  /** Who took the wide photo, as EXIF names it. */
  readonly camera: string | null;
  /** In the wide's colour profile. */
  readonly tele: PixelImage;
  readonly registration: Registration;
  readonly estimate: CameraEstimate;
  readonly formations: readonly WeighedFormation[];
}

/** A pair that is left out, and why, for a person. */
export interface LeftOutPair {
  readonly name: string;
  readonly reason: Said;
}

/**
 * Reads and registers a pair, and finds its wide camera. A pair that would teach what is not there is left out: one that cannot be
 * read, whose registration is doubtful or failed, whose photos do not agree in detail, or whose tele is no sharper than its
 * wide. Rejects with the signal's reason.
 */
export async function readPhonePair(
  files: PairFiles,
  options: {
    /** Where the tele lies, when that is known already. */
    registration: Registration | null;
    /** In pixels, of each photo. */
    pixelLimit: number;
    programFolder: string;
    signal: AbortSignal;
    report: (fraction: number, label: Said) => void;
  },
): Promise<PhonePair | LeftOutPair> {
  const { pixelLimit, programFolder, signal, report } = options;
  const { widePath, telePath } = files;
  const name = basename(widePath);
  const read = await readPair({ ...files, pixelLimit, signal, report }).catch((error: unknown) => {
    signal.throwIfAborted();
    return { reason: saidBy(error) };
  });
  if ('reason' in read) return { name, reason: read.reason };
  const { wide, tele, zoomHint } = read;
  report(0.5, say('learning.finding-tele', { name }));
  const registration = options.registration ?? (await registerPair(wide, tele, { zoomHint, programFolder, signal }));
  if (registration.verdict !== 'good') return { name, reason: [say('learning.tele-unsure'), registration.reason] };
  report(0.8, say('learning.measuring', { name }));
  const estimate = await estimateCamera({ wide, tele, registration, signal });
  if (estimate === null) return { name, reason: say('learning.tele-little') };
  if (isTeleSoft(estimate)) return { name, reason: say('learning.tele-unsharp') };
  const formations = await weighFormations({ wide, tele, registration, signal });
  const [{ id: wideId, camera }, { id: teleId }] = await Promise.all([
    readPhotoSummary(widePath),
    readPhotoSummary(telePath),
  ]);
  return { ...files, name, wideId, teleId, camera: cameraName(camera), wide, tele, registration, estimate, formations };
}

/**
 * A wide that keeps all of what the tele shows at three quarters of its own finest detail, or more, has nothing to learn from it. Of real
 * cameras it keeps 0.14 to 0.82 there (main/core/pairs/camera/README.md).
 */
function isTeleSoft({ response }: CameraEstimate): boolean {
  const [, , nearlyFinest = 0] = gainsOf(response);
  return nearlyFinest > 1.05;
}
