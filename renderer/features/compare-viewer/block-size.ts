import type { Size } from '#contract/geometry';

/**
 * Width and height of one block of a provenance map, in pixels of the result: the power of two that gives the map its
 * columns and rows. The blocks at the right and bottom edge may reach over it. Null when the map belongs to something else.
 */
export function blockSizeOf(result: Size, map: Size): number | null {
  for (let size = 1; size <= 1024; size *= 2) {
    if (Math.ceil(result.width / size) === map.width && Math.ceil(result.height / size) === map.height) return size;
  }
  return null;
}
