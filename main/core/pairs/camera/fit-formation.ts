import type { CameraFormation, ResponseDomain } from '#native-models/camera-formation';
import { blurPlane } from '#native-models/simulation/camera/lens-blur';
import { decodeLight, encodeLight } from '#native-models/simulation/camera/light';
import { fitResponse, gatherEvidence, gramOf } from './fit-response.ts';
import { detrend, dot, patchSize, planeLength, lumaOfPixels, readReference, type ReferenceSource } from './patch.ts';
import { type Plane, luma } from '#native-models/planes';
import { responseTerms, sumOfResponse, unfoldResponse, referenceReach } from './response-terms.ts';
import { whiteOf, type PixelImage } from '#core/photos/pixel-image';
import { alignPatch } from './align-patch.ts';
import { choosePatches, type PatchPlace } from './choose-patches.ts';

export interface FormationFit {
  readonly formation: CameraFormation;
  /** Share of the wide's variance that is not explained, over the patches that were kept. */
  readonly missed: number;
  /** Of every patch, whether it was kept. */
  readonly kept: readonly boolean[];
}

/** A patch with what the response's unknowns can make of it in one domain, which every sharpening shares. */
export interface DomainPatch extends FormationPatch {
  readonly terms: readonly Float32Array[];
  readonly gram: Float64Array;
}

export function inDomain(patch: FormationPatch, domain: ResponseDomain): DomainPatch {
  const fine = trimmed(patch.reference, 2 * formationMargin);
  if (domain === 'light') decodeLight(fine.data);
  const terms = responseTerms(fine);
  return { ...patch, terms, gram: gramOf(terms) };
}

/**
 * The response that explains the patches best when it acts in their domain and the photo was sharpened so: sharpening is undone in the wide,
 * which is stable as it only ever strengthens, the response is fitted there, and what misses is counted in the photo as it is. With
 * `kept` the same patches count as in another fit. Null when nothing is left.
 */
export function fitFormation(
  patches: readonly DomainPatch[],
  { domain, sharpening, kept }: Omit<CameraFormation, 'response'> & { kept: readonly boolean[] | null },
): FormationFit | null {
  const evidence = patches.map(({ wide, terms, gram }) => {
    const before = middleOf(sharpening === null ? wide : unsharpened(wide, sharpening));
    if (domain === 'light') decodeLight(before);
    return gatherEvidence(terms, detrend(before), gram);
  });
  const fit = fitResponse(evidence);
  if (fit === null) return null;
  const sum = sumOfResponse(fit.weights);
  const formation = { domain, sharpening, response: unfoldResponse(fit.weights.map((weight) => weight / sum)) };
  const counted = kept ?? fit.kept;
  let [missed, energy] = [0, 0];
  for (const patch of patches.filter((_, index) => counted[index] === true)) {
    const [seen, told] = [detrend(middleOf(patch.wide)), detrend(middleOf(formed(patch.reference, formation)))];
    const ofBoth = dot(seen, told);
    energy += dot(seen, seen);
    // The two photos' tone curves differ, and so does a patch's contrast.
    missed += dot(seen, seen) - ofBoth ** 2 / (dot(told, told) + 1e-12);
  }
  return { formation, missed: missed / (energy + 1e-12), kept: counted };
}

/** The wide that a formation makes of the tele's window. */
function formed(reference: Plane, { domain, response, sharpening }: CameraFormation): Plane {
  const fine = reference.data.slice();
  if (domain === 'light') decodeLight(fine);
  const data = new Float32Array(windowSide * windowSide);
  const { size, values } = response;
  for (let row = 0, target = 0; row < windowSide; row += 1) {
    for (let column = 0; column < windowSide; column += 1, target += 1) {
      let sum = 0;
      // The response's first row and column are empty, and the reference ends where they would lie.
      for (let down = 1; down < size; down += 1) {
        const from = (2 * row + down - 1) * reference.width + 2 * column - 1;
        for (let right = 1; right < size; right += 1)
          sum += (values[down * size + right] ?? 0) * (fine[from + right] ?? 0);
      }
      data[target] = sum;
    }
  }
  if (domain === 'light') encodeLight(data);
  const wide = { width: windowSide, height: windowSide, data };
  return sharpening === null ? wide : sharpened(wide, sharpening);
}

type Sharpening = NonNullable<CameraFormation['sharpening']>;

function sharpened({ width, height, data }: Plane, { amount, sigma }: Sharpening): Plane {
  const soft = new Float32Array(data.length);
  blurPlane(data, soft, width, height, sigma);
  return { width, height, data: data.map((value, at) => value + amount * (value - (soft[at] ?? 0))) };
}

/** Each turn leaves amount / (1 + amount) of the error. */
const turns = 24;

/** What was sharpened, by fixed-point iteration of x = (sharpened + amount x blurred x) / (1 + amount). */
function unsharpened({ width, height, data }: Plane, { amount, sigma }: Sharpening): Plane {
  const found = data.slice();
  const soft = new Float32Array(data.length);
  for (let turn = 0; turn < turns; turn += 1) {
    blurPlane(found, soft, width, height, sigma);
    for (let at = 0; at < found.length; at += 1)
      found[at] = ((data[at] ?? 0) + amount * (soft[at] ?? 0)) / (1 + amount);
  }
  return { width, height, data: found };
}

/** The patch itself out of its window. */
function middleOf({ width, data }: Plane): Float32Array {
  const patch = new Float32Array(planeLength);
  for (let row = 0; row < patchSize; row += 1) {
    const from = (row + formationMargin) * width + formationMargin;
    patch.set(data.subarray(from, from + patchSize), row * patchSize);
  }
  return patch;
}

/** Without `border` pixels on every side. */
function trimmed({ width, height, data }: Plane, border: number): Plane {
  const [inner, rows] = [width - 2 * border, height - 2 * border];
  const middle = new Float32Array(inner * rows);
  for (let row = 0; row < rows; row += 1) {
    const from = (row + border) * width + border;
    middle.set(data.subarray(from, from + inner), row * inner);
  }
  return { width: inner, height: rows, data: middle };
}

/** What lies around a patch, in wide pixels: as far as sharpening reaches. */
const formationMargin = 9;
const windowSide = patchSize + 2 * formationMargin;

/** A patch with its surroundings, in luma of 0 to 1 as encoded. */
interface FormationPatch {
  /** The wide, `windowSide` pixels a side. */
  readonly wide: Plane;
  /** The tele on the 2x grid, with `referenceReach` fine pixels more than the window on every side. */
  readonly reference: Plane;
}

/** So many patches tell sharpening from a lens. */
const maxPatches = 48;

/** The patches of a pair that have texture and are found in the tele, `pause` awaited between them. */
export async function formationPatches(
  wide: PixelImage,
  source: ReferenceSource,
  overlap: Parameters<typeof choosePatches>[1],
  pause: () => Promise<void>,
): Promise<FormationPatch[]> {
  const patches: FormationPatch[] = [];
  for (const place of choosePatches(wide, overlap).textured) {
    if (patches.length === maxPatches) break;
    await pause();
    const patch = formationPatch(wide, source, place);
    if (patch !== null) patches.push(patch);
  }
  return patches;
}

/** Null where the tele ends or shows something else, or the wide ends. */
function formationPatch(wide: PixelImage, source: ReferenceSource, place: PatchPlace): FormationPatch | null {
  const gridToTele = alignPatch(source, place, detrend(lumaOfPixels(wide, place)));
  if (gridToTele === null) return null;
  const reference = readReference({ ...source, gridToTele }, place, referenceReach + 2 * formationMargin);
  const window = { x: place.x - formationMargin, y: place.y - formationMargin };
  const isInside =
    Math.min(window.x, window.y) >= 0 && window.x + windowSide <= wide.width && window.y + windowSide <= wide.height;
  return reference !== null && isInside ? { reference, wide: lumaWindow(wide, window) } : null;
}

function lumaWindow({ width, depth, data }: PixelImage, { x, y }: { x: number; y: number }): Plane {
  const gain = 1 / whiteOf(depth);
  const brightness = new Float32Array(windowSide * windowSide);
  for (let row = 0, target = 0; row < windowSide; row += 1) {
    for (let column = 0; column < windowSide; column += 1, target += 1) {
      const at = ((y + row) * width + x + column) * 3;
      brightness[target] = gain * luma(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
    }
  }
  return { width: windowSide, height: windowSide, data: brightness };
}
