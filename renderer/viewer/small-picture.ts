import { levelSize, type Pyramid } from '#contract/media-urls';
import { loadTile } from './tile-store.ts';
import { visibleTiles } from './visible-tiles.ts';

/** The pixels of the smallest level of a picture whose long side is at least so long, in Display P3. */
export async function readSmallPicture(pyramid: Pyramid, longSide: number, signal: AbortSignal): Promise<ImageData> {
  const levels = Array.from({ length: pyramid.levels }, (_, level) => level);
  const sideOf = (level: number): number => Math.max(levelSize(pyramid, level).width, levelSize(pyramid, level).height);
  const level = levels.find((one) => sideOf(one) >= longSide) ?? pyramid.levels - 1;
  const { width, height } = levelSize(pyramid, level);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { colorSpace: 'display-p3', willReadFrequently: true });
  if (context === null) throw new Error('Expected a canvas to read from');
  const whole = { left: 0, top: 0, right: pyramid.width, bottom: pyramid.height };
  for (const { url, onLevel } of visibleTiles(pyramid, level, whole)) {
    const tile = await loadTile(url, signal);
    context.drawImage(tile, onLevel.x, onLevel.y);
    tile.close();
  }
  return context.getImageData(0, 0, width, height, { colorSpace: 'display-p3' });
}
