import { planeOf, type PlanarImage } from '../../../../native-models/simulation/planar-image.ts';

/**
 * Darkens towards the corners, in place and in linear light: multiplies by 1 - strength r^2 (2 - r^2), where r is
 * the distance from the centre over half the diagonal, so that a corner keeps 1 - strength.
 */
export function vignette(image: PlanarImage, strength: number): void {
  const { width, height } = image;
  const halfDiagonalSquared = (width * width + height * height) / 4;
  for (let channel = 0; channel < 3; channel++) {
    const plane = planeOf(image, channel);
    for (let row = 0; row < height; row++) {
      const dy = row + 0.5 - height / 2;
      for (let column = 0; column < width; column++) {
        const dx = column + 0.5 - width / 2;
        const share = (dx * dx + dy * dy) / halfDiagonalSquared;
        const at = row * width + column;
        plane[at] = (plane[at] ?? 0) * (1 - strength * share * (2 - share));
      }
    }
  }
}
