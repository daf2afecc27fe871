import { planeOf, type PlanarImage } from '../planar-image.ts';
import type { Random } from '../../random.ts';
import { drawFrom } from '../draw.ts';
import { encodeWithTone } from '../camera/light.ts';
import ranges from '../ranges.json' with { type: 'json' };

/** How a telephoto camera sees colours. */
export interface TeleColours {
  /** On linear light, row by row; exposure and white balance are in it. */
  readonly matrix: readonly number[];
  readonly gamma: number;
  readonly contrast: number;
  /** Share of the light that is lost from one end of the window to the other, and towards where. */
  readonly vignetting: number;
  readonly angle: number;
}

export function drawTeleColours(random: Random): TeleColours {
  const model = ranges.colours;
  const strength = random.pick(model.strengths);
  const off = Array.from({ length: 6 }, () => strength * drawFrom(random, model.matrix));
  const exposure = drawFrom(random, model.exposure);
  const scales = Array.from({ length: 3 }, () =>
    Math.exp(strength * (exposure + drawFrom(random, model.whiteBalance))),
  );
  const matrix = Array.from({ length: 9 }, (_, at) => {
    const [row, column] = [Math.floor(at / 3), at % 3];
    const others = [off[2 * row] ?? 0, off[2 * row + 1] ?? 0] as const;
    const own = 1 - others[0] - others[1];
    const share = row === column ? own : others[column - Number(column > row)];
    return (scales[row] ?? 1) * (share ?? 0);
  });
  return {
    matrix,
    gamma: Math.exp(strength * drawFrom(random, model.gamma)),
    contrast: strength * drawFrom(random, model.contrast),
    vignetting: strength * drawFrom(random, model.vignetting),
    angle: random.between(0, 2 * Math.PI),
  };
}

/** Linear light through the camera's lens and colour filters, in place. */
export function colourLight(light: PlanarImage, { matrix, vignetting, angle }: TeleColours): void {
  const { width, height } = light;
  const [red, green, blue] = [planeOf(light, 0), planeOf(light, 1), planeOf(light, 2)];
  const [m0 = 0, m1 = 0, m2 = 0, m3 = 0, m4 = 0, m5 = 0, m6 = 0, m7 = 0, m8 = 0] = matrix;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const along = (column / width - 0.5) * Math.cos(angle) + (row / height - 0.5) * Math.sin(angle);
      const left = 1 - vignetting * (along + 0.5);
      const [r, g, b] = [left * (red[at] ?? 0), left * (green[at] ?? 0), left * (blue[at] ?? 0)];
      red[at] = m0 * r + m1 * g + m2 * b;
      green[at] = m3 * r + m4 * g + m5 * b;
      blue[at] = m6 * r + m7 * g + m8 * b;
    }
  }
}

/** Linear light as the camera encodes it, in place: sRGB's curve, a power, and an S that steepens or flattens the middle. */
export function encodeColours(light: PlanarImage, { gamma, contrast }: TeleColours): void {
  encodeWithTone(light.data, (value) => {
    const curved = value ** gamma;
    return curved + contrast * curved * (1 - curved) * (2 * curved - 1);
  });
}

/**
 * Gives the tele the wide's mean in every colour, and the wide's contrast as far as `belief` (0 to 1) goes, as matching colours at low
 * frequency does; a rest of gain and offset stays, times one of the strengths. In place, over the whole picture; unclipped.
 */
export function matchColours(
  tele: PlanarImage,
  wide: PlanarImage,
  belief: number,
  random: Random,
  strengths: readonly number[] = ranges.colours.strengths,
): void {
  const strength = random.pick(strengths);
  for (let channel = 0; channel < 3; channel++) {
    const plane = planeOf(tele, channel);
    const [from, to] = [momentsOf(plane), momentsOf(planeOf(wide, channel))];
    const ratio = ((to.deviation + flat) / (from.deviation + flat)) ** belief;
    const gain = Math.min(2, Math.max(0.5, ratio)) * (1 + strength * drawFrom(random, ranges.colours.restGain));
    const mean = to.mean + strength * drawFrom(random, ranges.colours.restOffset);
    for (let at = 0; at < plane.length; at++) plane[at] = ((plane[at] ?? 0) - from.mean) * gain + mean;
  }
}

/** Contrast that says nothing. */
const flat = 0.012;

function momentsOf(plane: Float32Array): { mean: number; deviation: number } {
  let [sum, squares] = [0, 0];
  for (const value of plane) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / plane.length;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / plane.length - mean * mean)) };
}
