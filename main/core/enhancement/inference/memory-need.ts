import type { NetworkConfiguration } from '#native-models/dcsr/network';

/** About how many bytes an enhancement needs beside the photos, with tiles of a size over a crop `cropWidth` pixels wide. */
export function bytesForTiles(
  configuration: NetworkConfiguration['name'],
  tileSize: number,
  cropWidth: number,
): number {
  const { fixed, perPixel } = measured[configuration];
  // The row of tiles in work, as 32-bit floats and once more as whole numbers, on the 2x grid.
  const band = 2 * cropWidth * 2 * tileSize * 3 * (4 + 2);
  return fixed + perPixel * tileSize * tileSize + band;
}

/**
 * What the two sessions of one tile size, with and without reference, added to the peak of resident memory on the processor:
 * lines through tiles of 128 and 256 pixels (fast 119 and 285 MB, paper 413 and 1,299 MB).
 */
const measured: Record<NetworkConfiguration['name'], { fixed: number; perPixel: number }> = {
  fast: { fixed: 64e6, perPixel: 3400 },
  paper: { fixed: 118e6, perPixel: 18000 },
};
