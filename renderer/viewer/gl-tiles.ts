import { levelSize, pyramidTileUrl, type Pyramid } from '#contract/media-urls';
import { loadTile, type Decoded } from './tile-store.ts';
import type { Tile } from './visible-tiles.ts';

/** Pixels around a tile in its texture, filled from its neighbours, so that interpolation knows no border. */
export const apron = 2;

/** A tile on the graphics card. */
export interface GlTile extends Decoded {
  readonly texture: WebGLTexture;
  /** The neighbours whose pixels are in the apron, as `x,y` steps. */
  readonly filledFrom: Set<string>;
}

/** Fetches a tile and hands it to the graphics card, in the colours of Display P3. */
export async function loadGlTile(gl: WebGL2RenderingContext, url: string, signal: AbortSignal): Promise<GlTile> {
  const bitmap = await loadTile(url, signal);
  const { width, height } = bitmap;
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, width + 2 * apron, height + 2 * apron);
  for (const [name, value] of [
    [gl.TEXTURE_MIN_FILTER, gl.LINEAR],
    [gl.TEXTURE_MAG_FILTER, gl.LINEAR],
    [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE],
    [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE],
  ] as const) {
    gl.texParameteri(gl.TEXTURE_2D, name, value);
  }
  gl.texSubImage2D(gl.TEXTURE_2D, 0, apron, apron, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
  bitmap.close();
  return { width, height, texture, filledFrom: new Set(), close: () => gl.deleteTexture(texture) };
}

const steps = [-1, 0, 1] as const;

/** Copies what neighbours have come since into a tile's apron. */
export function fillApron(
  gl: WebGL2RenderingContext,
  reader: WebGLFramebuffer,
  { pyramid, tile, gpu }: { pyramid: Pyramid; tile: Tile; gpu: GlTile },
  get: (url: string) => GlTile | undefined,
): void {
  for (const place of neighboursOf(pyramid, tile)) {
    const name = `${place.x},${place.y}`;
    const neighbour = gpu.filledFrom.has(name) ? undefined : get(place.url);
    if (neighbour === undefined) continue;
    gpu.filledFrom.add(name);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, reader);
    gl.framebufferTexture2D(gl.READ_FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, neighbour.texture, 0);
    gl.bindTexture(gl.TEXTURE_2D, gpu.texture);
    const x = copied(place.x, gpu.width, neighbour.width);
    const y = copied(place.y, gpu.height, neighbour.height);
    gl.copyTexSubImage2D(gl.TEXTURE_2D, 0, x.to, y.to, x.from, y.from, x.length, y.length);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
  }
}

/** The part of a tile's pixels, its apron with them, that may be read: left, top, right, bottom of what can be interpolated. */
export function readablePart(pyramid: Pyramid, tile: Tile, { width, height, filledFrom }: GlTile): readonly number[] {
  const beyond = (isOnSide: (x: number, y: number) => boolean): number => {
    const onSide = neighboursOf(pyramid, tile).filter(({ x, y }) => isOnSide(x, y));
    return onSide.length > 0 && onSide.every(({ x, y }) => filledFrom.has(`${x},${y}`)) ? apron : 0;
  };
  return [
    0.5 - beyond((x) => x === -1),
    0.5 - beyond((_, y) => y === -1),
    width - 0.5 + beyond((x) => x === 1),
    height - 0.5 + beyond((_, y) => y === 1),
  ];
}

interface Neighbour {
  x: number;
  y: number;
  url: string;
}

function neighboursOf(pyramid: Pyramid, { level, onLevel }: Tile): Neighbour[] {
  const { tileSize, key } = pyramid;
  const size = levelSize(pyramid, level);
  const [column, row] = [onLevel.x / tileSize, onLevel.y / tileSize];
  const isThere = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x * tileSize < size.width && y * tileSize < size.height;
  return steps.flatMap((y) =>
    steps.flatMap((x) =>
      (x !== 0 || y !== 0) && isThere(column + x, row + y)
        ? [{ x, y, url: pyramidTileUrl(key, level, column + x, row + y) }]
        : [],
    ),
  );
}

/** Along one axis, in texture pixels: from where in the neighbour to where in the tile, and how many. */
function copied(step: number, own: number, other: number): { from: number; to: number; length: number } {
  if (step === 0) return { from: apron, to: apron, length: Math.min(own, other) };
  const length = Math.min(apron, other);
  return step < 0
    ? { from: apron + other - length, to: apron - length, length }
    : { from: apron, to: apron + own, length };
}
