import { createPlanarImage, type PlanarImage } from '../planar-image.ts';

/** A square of a picture that holds it whole. */
export function copyWindow(image: PlanarImage, left: number, top: number, side: number): PlanarImage {
  const window = createPlanarImage(side, side);
  for (let channel = 0; channel < 3; channel++) {
    for (let row = 0; row < side; row++) {
      const from = (channel * image.height + top + row) * image.width + left;
      window.data.set(image.data.subarray(from, from + side), (channel * side + row) * side);
    }
  }
  return window;
}
