/**
 * Pixels travel by URL, never through the pipe. A URL carries a content key, never a path on disk, and is relative to the page.
 *
 * media/pyramid/<key>/<level>/<column>_<row>.webp   one tile of a picture
 * media/thumbnail/<photo id>/<stage>.webp           a photo of the library, small; stage `preview` or `full`
 * media/provenance/<key>.png                        the provenance map of an enhancement
 * media/download/<ticket>/<file name>               an export on its way to the browser's downloads (web shell only)
 */

/** A picture cut into tiles at halving sizes, as the viewer draws it. */
export interface Pyramid {
  /** Content key: lower-case hexadecimal. */
  key: string;
  width: number;
  height: number;
  /** Width and height of a tile in pixels; tiles do not overlap, those at the right and bottom edge are smaller. */
  tileSize: number;
  /** Level `levels - 1` has the full size, each one below half of it, rounded up; level 0 is the smallest. */
  levels: number;
}

export const mediaKeyPattern = /^[0-9a-f]{16,64}$/;

export function pyramidTileUrl(key: string, level: number, column: number, row: number): string {
  return `media/pyramid/${key}/${String(level)}/${String(column)}_${String(row)}.webp`;
}

export function thumbnailUrl(photoId: string, stage: 'preview' | 'full'): string {
  return `media/thumbnail/${photoId}/${stage}.webp`;
}

export function provenanceUrl(key: string): string {
  return `media/provenance/${key}.png`;
}

export function downloadUrl(ticket: string, fileName: string): string {
  return `media/download/${ticket}/${encodeURIComponent(fileName)}`;
}

/** Width and height of one level of a pyramid. */
export function levelSize({ width, height, levels }: Pyramid, level: number): { width: number; height: number } {
  const shrink = 2 ** (levels - 1 - level);
  return { width: Math.ceil(width / shrink), height: Math.ceil(height / shrink) };
}
