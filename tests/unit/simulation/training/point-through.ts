/** What filters make of a single point in the middle of a square: their response. */
export function pointThrough(side: number, filter: (picture: Float32Array) => Float32Array): Float32Array {
  const point = new Float32Array(side * side);
  point[((side - 1) / 2) * side + (side - 1) / 2] = 1;
  return filter(point);
}
