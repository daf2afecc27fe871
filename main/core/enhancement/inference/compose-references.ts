import type { WideCamera } from '#core/pairs/camera/wide-camera';
import { boxBlur } from '#core/pairs/registering/planes';
import type { ReferenceTile } from './prepare-reference.ts';

/** What one of several teles shows of a tile. */
export interface TelePart {
  readonly tile: ReferenceTile;
  /** [height, width] of the tile: 1 in the middle of the tele, falling to 0 at its border. */
  readonly depth: Float32Array;
  /** How much the tele tells that the wide does not. */
  readonly fineness: number;
}

/** Two teles give way to each other over 2 of this and one more fine pixels, twice. */
const handOverReach = 3;

/**
 * One reference out of what several teles show of a tile. Each place is shown by the tele that can be trusted most there, of such by the
 * finest, and of such by the one whose border is farthest; where the choice changes, one gives way to the other over a few pixels. Camera and
 * noise are those of the teles by the share that they show.
 */
export function composeReferences(parts: readonly TelePart[]): ReferenceTile & { rulers: Uint8Array } {
  const [first] = parts;
  if (first === undefined) throw new RangeError('Expected at least one tele for a tile');
  const { rulers, ruled } = chooseRulers(parts);
  const seen = parts.flatMap((part, index) => ((ruled[index] ?? 0) > 0 ? [{ ...part, index }] : []));
  const only = seen.length === 1 ? seen[0] : undefined;
  if (seen.length === 0 || only !== undefined) return { ...(only ?? first).tile, rulers };
  return { ...blend(seen, rulers, first.tile), ...sharedCamera(seen, ruled), rulers };
}

/** A part, and its number among all. */
type SeenPart = TelePart & { index: number };

/** Each place by its ruler, softly from one to the next. */
function blend(
  seen: readonly SeenPart[],
  rulers: Uint8Array,
  { width, height }: Pick<ReferenceTile, 'width' | 'height'>,
): Pick<ReferenceTile, 'pixels' | 'validity' | 'width' | 'height'> {
  const plane = width * height;
  const pixels = new Float32Array(3 * plane);
  const validity = new Float32Array(plane);
  const shares = new Float32Array(plane);
  for (const { tile, index } of seen) {
    const mask = rulers.map((ruler) => (ruler === index ? 1 : 0));
    const share = softened(mask, width, height);
    for (let at = 0; at < plane; at += 1) {
      const known = (share[at] ?? 0) * (tile.validity[at] ?? 0);
      if (known === 0) continue;
      shares[at] = (shares[at] ?? 0) + (share[at] ?? 0);
      validity[at] = (validity[at] ?? 0) + known;
      for (let place = at; place < 3 * plane; place += plane)
        pixels[place] = (pixels[place] ?? 0) + known * (tile.pixels[place] ?? 0);
    }
  }
  for (let at = 0; at < plane; at += 1) {
    const known = validity[at] ?? 0;
    if (known === 0) continue;
    for (let place = at; place < 3 * plane; place += plane) pixels[place] = (pixels[place] ?? 0) / known;
    validity[at] = Math.min(1, known / (shares[at] ?? 1));
  }
  return { pixels, validity, width, height };
}

/** No tele shows the place. */
export const nobody = 255;

/** For each fine pixel the part that shows it best, and how many each has. */
function chooseRulers(parts: readonly TelePart[]): { rulers: Uint8Array; ruled: number[] } {
  const rulers = new Uint8Array(parts[0]?.depth.length ?? 0).fill(nobody);
  const best = new Float32Array(rulers.length);
  parts.forEach(({ tile, depth, fineness }, index) => {
    for (let at = 0; at < rulers.length; at += 1) {
      const score = scoreOf(tile.validity[at] ?? 0, fineness, depth[at] ?? 0);
      if (score <= (best[at] ?? 0)) continue;
      best[at] = score;
      rulers[at] = index;
    }
  });
  const ruled = parts.map(() => 0);
  for (const ruler of rulers) if (ruler !== nobody) ruled[ruler] = (ruled[ruler] ?? 0) + 1;
  return { rulers, ruled };
}

/** A tele that is trusted by a tenth less is not used for being half as fine again. */
const trustPower = 4;

/** How well a tele shows a place; the best of several has it. */
export function scoreOf(validity: number, fineness: number, depth: number): number {
  return validity ** trustPower * fineness * Math.sqrt(Math.sqrt(depth));
}

function softened(mask: Uint8Array, width: number, height: number): Float32Array {
  const plane = { width, height, data: Float32Array.from(mask) };
  return boxBlur(boxBlur(plane, handOverReach), handOverReach).data;
}

/** The mean camera and noise of the parts, by what each shows; of cameras only such as see light, or encoded values, as the main one does. */
function sharedCamera(seen: readonly SeenPart[], ruled: readonly number[]): { camera: WideCamera; noise: number } {
  const weighed = seen.map(({ tile: { camera, noise }, index }) => ({ camera, noise, weight: ruled[index] ?? 0 }));
  const [main = weighed[0]] = weighed.toSorted((one, other) => other.weight - one.weight);
  if (main === undefined) throw new RangeError('Expected at least one tele that shows something');
  const alike = weighed.filter(({ camera }) => camera.exponent === main.camera.exponent);
  const all = alike.reduce((sum, { weight }) => sum + weight, 0);
  const kernel = main.camera.kernel.map((_, at) =>
    alike.reduce((sum, { camera, weight }) => sum + (weight / all) * (camera.kernel[at] ?? 0), 0),
  );
  const noise = alike.reduce((sum, one) => sum + (one.weight / all) * one.noise, 0);
  return { camera: { kernel, exponent: main.camera.exponent }, noise };
}
