import { say } from '#contract/messages';
import type { Registration } from '#contract/registration';
import type { PixelImage } from '#core/photos/pixel-image';
import { searchCopy } from './copies.ts';
import { isCredible, judgeRegistration, registrationLimits } from './judge-registration.ts';
import { openRegistrationWorker, type RegistrationWorker } from './open-registration-worker.ts';
import { describeOverlap } from './overlap-region.ts';
import { placeTele, sizeOf, whereIs, type Placed } from './place-tele.ts';
import type { SearchResult } from './search-homography.ts';

export interface RegisterOptions {
  /** How many times larger the wide's field of view should be, by the focal lengths; null when unknown. */
  zoomHint: number | null;
  /** Whether both came through one lens, so that the tele has nothing to give; it has unless told. */
  isDigitalZoom?: boolean;
  /** Where the built programs lie. */
  programFolder: string;
  signal?: AbortSignal;
}

/**
 * Finds where the tele lies in the wide. Photos that do not fit are an answer with the verdict `failed`, not an error.
 * The `residual` is the refined alignment's where there is one, else that of the matched points. Rejects with the
 * signal's reason when cancelled, with an AppError `internal` when the comparison itself breaks.
 */
export async function registerPair(
  wide: PixelImage,
  tele: PixelImage,
  options: RegisterOptions,
): Promise<Registration> {
  const start = performance.now();
  if (options.isDigitalZoom === true) return { ...digitalZoom, milliseconds: 0 };
  const worker = openRegistrationWorker(options.programFolder);
  const found = isLargeEnough(wide, tele) ? await search(worker, wide, tele, options) : nothingFound;
  const placed = await place(worker, wide, tele, found, options);
  const { detector, matches, inliers, spread } = found;
  const residual = placed && (placed.refined.residual ?? found.residual);
  const judged = placed && { region: placed.region, agreement: placed.refined.agreement };
  return {
    ...judgeRegistration({ wide, tele, matches, inliers, spread, residual, placed: judged }),
    ...whereIs(placed),
    detector,
    matches,
    inliers,
    residual,
    milliseconds: Math.round(performance.now() - start),
  };
}

const digitalZoom = {
  verdict: 'failed',
  reason: say('registration.digital-zoom'),
  ...whereIs(null),
  detector: 'akaze',
  matches: 0,
  inliers: 0,
  residual: null,
} as const;

async function place(
  worker: RegistrationWorker,
  wide: PixelImage,
  tele: PixelImage,
  { homography, inliers }: SearchResult,
  options: RegisterOptions,
): Promise<Placed | null> {
  if (homography === null) return null;
  const region = describeOverlap(homography, wide, tele);
  if (!isCredible(inliers, region)) return null;
  return placeTele(worker, wide, tele, homography, options);
}

const nothingFound: SearchResult = {
  detector: 'akaze',
  matches: 0,
  inliers: 0,
  homography: null,
  residual: null,
  spread: 0,
};

function isLargeEnough(...photos: readonly PixelImage[]): boolean {
  return photos.every(({ width, height }) => Math.min(width, height) >= registrationLimits.shortSide);
}

async function search(
  worker: RegistrationWorker,
  wide: PixelImage,
  tele: PixelImage,
  { zoomHint, signal }: RegisterOptions,
): Promise<SearchResult> {
  const copies = { wide: await searchCopy(wide), tele: await searchCopy(tele) };
  signal?.throwIfAborted();
  const request = { ...copies, wideSize: sizeOf(wide), teleSize: sizeOf(tele), zoomHint };
  return worker.ask('search', request, { moved: [copies.wide.data.buffer, copies.tele.data.buffer], signal });
}
