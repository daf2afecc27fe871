import type { Rectangle } from '#contract/geometry';
import type { Pyramid } from '#contract/media-urls';
import { loadTile } from './tile-store.ts';
import { visibleTiles } from './visible-tiles.ts';

/** A part of a picture, in its own pixels, as a PNG in Display P3. */
export async function drawPart(pyramid: Pyramid, { x, y, width, height }: Rectangle): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { colorSpace: 'display-p3' });
  if (context === null) throw new Error('Expected a canvas to draw on');
  const region = { left: x, top: y, right: x + width, bottom: y + height };
  const { signal } = new AbortController();
  const tiles = visibleTiles(pyramid, pyramid.levels - 1, region);
  const pictures = await Promise.all(tiles.map(({ url }) => loadTile(url, signal)));
  for (const [index, { inPicture }] of tiles.entries()) {
    const picture = pictures[index];
    if (picture !== undefined) context.drawImage(picture, inPicture.x - x, inPicture.y - y);
    picture?.close();
  }
  return canvas.convertToBlob({ type: 'image/png' });
}
