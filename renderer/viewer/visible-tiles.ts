import type { Point, Rectangle, Size } from '#contract/geometry';
import { levelSize, pyramidTileUrl, type Pyramid } from '#contract/media-urls';

/** One tile of a pyramid. */
export interface Tile {
  url: string;
  level: number;
  /** Where it lies on its own level, in that level's pixels. */
  onLevel: Rectangle;
  /** Where it lies in the full-size picture, in fractions of its pixels. */
  inPicture: { x: number; y: number; width: number; height: number };
}

/** A part of a picture: left and top inside, right and bottom outside. */
export interface Region {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The smallest level that still has a pixel for every device pixel at `scale` (device pixels per picture pixel). */
export function chooseLevel({ levels }: Pyramid, scale: number): number {
  const shrink = Math.floor(Math.log2(1 / Math.max(scale, 1e-6)) + 1e-6);
  return Math.min(levels - 1, Math.max(0, levels - 1 - shrink));
}

/** The tiles of a level that meet a region of the full-size picture, those nearest its centre first. */
export function visibleTiles(pyramid: Pyramid, level: number, region: Region): Tile[] {
  const size = levelSize(pyramid, level);
  const toLevel = { x: size.width / pyramid.width, y: size.height / pyramid.height };
  const columns = span(region.left * toLevel.x, region.right * toLevel.x, size.width, pyramid.tileSize);
  const rows = span(region.top * toLevel.y, region.bottom * toLevel.y, size.height, pyramid.tileSize);
  const tiles = rows.flatMap((row) => columns.map((column) => tileAt(pyramid, level, size, column, row)));
  const centre = { x: (region.left + region.right) / 2, y: (region.top + region.bottom) / 2 };
  return tiles.sort((a, b) => squaredDistance(a, centre) - squaredDistance(b, centre));
}

/** The smallest region around some points, cut to a picture; null when it misses the picture. */
export function regionAround(points: readonly Point[], { width, height }: Size): Region | null {
  const region = {
    left: Math.max(0, Math.min(...points.map(({ x }) => x))),
    top: Math.max(0, Math.min(...points.map(({ y }) => y))),
    right: Math.min(width, Math.max(...points.map(({ x }) => x))),
    bottom: Math.min(height, Math.max(...points.map(({ y }) => y))),
  };
  return region.left < region.right && region.top < region.bottom ? region : null;
}

function span(from: number, to: number, length: number, tileSize: number): number[] {
  const first = Math.max(0, Math.floor(from / tileSize));
  const last = Math.min(Math.ceil(length / tileSize), Math.ceil(to / tileSize)) - 1;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

function tileAt(pyramid: Pyramid, level: number, size: Size, column: number, row: number): Tile {
  const { tileSize } = pyramid;
  const [x, y] = [column * tileSize, row * tileSize];
  const [width, height] = [Math.min(tileSize, size.width - x), Math.min(tileSize, size.height - y)];
  const [stretchX, stretchY] = [pyramid.width / size.width, pyramid.height / size.height];
  return {
    url: pyramidTileUrl(pyramid.key, level, column, row),
    level,
    onLevel: { x, y, width, height },
    inPicture: { x: x * stretchX, y: y * stretchY, width: width * stretchX, height: height * stretchY },
  };
}

function squaredDistance({ inPicture: { x, y, width, height } }: Tile, centre: Point): number {
  return (x + width / 2 - centre.x) ** 2 + (y + height / 2 - centre.y) ** 2;
}
