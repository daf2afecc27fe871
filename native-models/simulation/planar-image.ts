/** An RGB picture as numbers: [3, height, width], one plane per colour, rows from the top. */
export interface PlanarImage {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

export function createPlanarImage(width: number, height: number): PlanarImage {
  return { width, height, data: new Float32Array(3 * width * height) };
}

/** One colour of the picture; a view, not a copy. */
export function planeOf(image: PlanarImage, channel: number): Float32Array {
  const size = image.width * image.height;
  return image.data.subarray(channel * size, (channel + 1) * size);
}

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
