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
