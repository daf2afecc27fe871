import type { GreyImage } from '#core/pairs/registering/grey-image';

/** Neighbours that are compared for coarse detail, in pixels. */
const coarse = 4;

/**
 * How much of a picture's contrast is in its finest detail: about 1 for noise, little for a shaken picture. Pictures of one view and one
 * size are compared by it, whatever their exposure.
 */
export function measureSharpness({ width, height, data }: GreyImage): number {
  let [fine, rough] = [0, 0];
  for (let row = coarse; row < height - coarse; row += 1) {
    for (let column = coarse; column < width - coarse; column += 1) {
      const at = row * width + column;
      fine += bend(data, at, 1) + bend(data, at, width);
      rough += bend(data, at, coarse) + bend(data, at, coarse * width);
    }
  }
  return rough === 0 ? 0 : fine / rough;
}

/** The square of what a pixel differs from the mean of two. */
function bend(data: Uint8Array, at: number, step: number): number {
  return ((data[at] ?? 0) - ((data[at - step] ?? 0) + (data[at + step] ?? 0)) / 2) ** 2;
}
