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
 * What the two sessions of one tile size, with and without reference, add to the peak of resident memory on the processor (tiles of 128 and
 * 256 pixels: fast 67 and 119 MB, paper 241 and 745 MB), and a quarter more for the tiles themselves.
 */
const measured: Record<NetworkConfiguration['name'], { fixed: number; perPixel: number }> = {
  fast: { fixed: 62e6, perPixel: 1320 },
  paper: { fixed: 91e6, perPixel: 12800 },
};
