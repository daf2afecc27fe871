import {
  applyHomography,
  composeHomographies,
  cornersOf,
  invertHomography,
  type Homography,
  type Point,
  type Size,
} from '#contract/geometry';
import type { BlockMap, Layer } from './layer.ts';
import type { Decoded, TileStore } from './tile-store.ts';
import { viewHomography, type View } from './view-transform.ts';
import { chooseLevel, regionAround, visibleTiles, type Tile } from './visible-tiles.ts';

/** Above this scale of the view pixels are shown as the squares they are: of all layers or of none, so that they compare fairly. */
const pixelsFrom = 3;

/** Draws the layers as far as their tiles are there, and returns the tiles that are wanted, the most urgent first. */
export function drawScene(
  context: CanvasRenderingContext2D,
  frame: Size,
  view: View,
  layers: readonly Layer[],
  blockMap: BlockMap | null,
  tiles: TileStore<Decoded & CanvasImageSource>,
): string[] {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, frame.width, frame.height);
  const plans = layers.map((layer) => planLayer(layer, frame, view));
  for (const [index, layer] of layers.entries()) {
    context.save();
    clipTo(context, frame, layer);
    context.globalAlpha = layer.opacity ?? 1;
    context.imageSmoothingEnabled = view.scale <= pixelsFrom;
    drawLayer(context, plans[index], tiles);
    context.restore();
  }
  if (blockMap !== null) drawBlockMap(context, frame, view, blockMap);
  return [...plans.map((plan) => plan.levels[0] ?? []), ...plans.map((plan) => plan.levels.at(-1) ?? [])]
    .flat()
    .map((tile) => tile.url);
}

interface LayerPlan {
  /** The tiles to draw, coarsest level first. */
  levels: Tile[][];
  toFrame: Homography;
  scale: number;
}

function planLayer({ pyramid, toScene, between = [0, 1] }: Layer, frame: Size, view: View): LayerPlan {
  const toFrame = composeHomographies(viewHomography(view), toScene);
  const scale = scaleAtCentre(toFrame, pyramid);
  const [left, right] = [between[0] * frame.width, between[1] * frame.width];
  const seen = [
    { x: left, y: 0 },
    { x: right, y: 0 },
    { x: right, y: frame.height },
    { x: left, y: frame.height },
  ];
  const toPicture = invertHomography(toFrame);
  const region =
    right > left
      ? regionAround(
          seen.map((point) => applyHomography(toPicture, point)),
          pyramid,
        )
      : null;
  const target = chooseLevel(pyramid, scale);
  const levels =
    region === null ? [] : Array.from({ length: target + 1 }, (_, level) => visibleTiles(pyramid, level, region));
  return { levels, toFrame, scale };
}

function drawLayer(
  context: CanvasRenderingContext2D,
  plan: LayerPlan | undefined,
  tiles: TileStore<Decoded & CanvasImageSource>,
): void {
  if (plan === undefined) return;
  const sharpest = plan.levels.at(-1) ?? [];
  const isComplete = sharpest.every((tile) => tiles.get(tile.url) !== undefined);
  context.imageSmoothingQuality = plan.scale < 1 ? 'high' : 'medium';
  for (const level of isComplete ? [sharpest] : plan.levels) {
    for (const tile of level) {
      const picture = tiles.get(tile.url);
      if (picture !== undefined) drawTile(context, picture, tile, plan.toFrame);
    }
  }
}

function drawTile(
  context: CanvasRenderingContext2D,
  picture: CanvasImageSource,
  tile: Tile,
  toFrame: Homography,
): void {
  const { x, y, width, height } = tile.inPicture;
  const topLeft = applyHomography(toFrame, { x, y });
  const bottomRight = applyHomography(toFrame, { x: x + width, y: y + height });
  if (isUpright(toFrame)) {
    // Whole device pixels, or the background would shine through between two tiles.
    const [left, top] = [Math.round(topLeft.x), Math.round(topLeft.y)];
    context.drawImage(picture, left, top, Math.round(bottomRight.x) - left, Math.round(bottomRight.y) - top);
    return;
  }
  const topRight = applyHomography(toFrame, { x: x + width, y });
  const bottomLeft = applyHomography(toFrame, { x, y: y + height });
  context.save();
  context.setTransform(...affineThrough(topLeft, topRight, bottomLeft, bottomRight, tile.onLevel));
  // Half a pixel over, so that neighbours meet.
  context.drawImage(picture, 0, 0, tile.onLevel.width + 0.5, tile.onLevel.height + 0.5);
  context.restore();
}

/** The affine map nearest to a tile's four corners: over one tile a perspective is hardly anything else. */
function affineThrough(
  topLeft: Point,
  topRight: Point,
  bottomLeft: Point,
  bottomRight: Point,
  { width, height }: Size,
): [number, number, number, number, number, number] {
  const a = (topRight.x - topLeft.x + bottomRight.x - bottomLeft.x) / (2 * width);
  const b = (topRight.y - topLeft.y + bottomRight.y - bottomLeft.y) / (2 * width);
  const c = (bottomLeft.x - topLeft.x + bottomRight.x - topRight.x) / (2 * height);
  const d = (bottomLeft.y - topLeft.y + bottomRight.y - topRight.y) / (2 * height);
  const centreX = (topLeft.x + topRight.x + bottomLeft.x + bottomRight.x) / 4;
  const centreY = (topLeft.y + topRight.y + bottomLeft.y + bottomRight.y) / 4;
  return [a, b, c, d, centreX - (a * width + c * height) / 2, centreY - (b * width + d * height) / 2];
}

function drawBlockMap(context: CanvasRenderingContext2D, frame: Size, view: View, blockMap: BlockMap): void {
  const { picture, width, height, opacity } = blockMap;
  context.save();
  clipTo(context, frame, blockMap);
  context.globalAlpha = opacity;
  context.imageSmoothingEnabled = false;
  context.drawImage(picture, view.x, view.y, width * view.scale, height * view.scale);
  context.restore();
}

function clipTo(context: CanvasRenderingContext2D, frame: Size, { between }: Pick<Layer, 'between'>): void {
  if (between === undefined) return;
  const [left, right] = [Math.round(between[0] * frame.width), Math.round(between[1] * frame.width)];
  context.beginPath();
  context.rect(left, 0, right - left, frame.height);
  context.clip();
}

function isUpright([, b, , d, , , g, h]: Homography): boolean {
  return Math.max(Math.abs(b), Math.abs(d), Math.abs(g), Math.abs(h)) < 1e-9;
}

/** Device pixels per picture pixel in the middle of the picture. */
function scaleAtCentre(toFrame: Homography, { width, height }: Size): number {
  const [topLeft, topRight, bottomRight] = cornersOf({ width: 2, height: 2 }).map((corner) =>
    applyHomography(toFrame, { x: width / 2 - 1 + corner.x, y: height / 2 - 1 + corner.y }),
  );
  if (topLeft === undefined || topRight === undefined || bottomRight === undefined) return 1;
  const across = Math.hypot(topRight.x - topLeft.x, topRight.y - topLeft.y) / 2;
  const down = Math.hypot(bottomRight.x - topRight.x, bottomRight.y - topRight.y) / 2;
  return Math.max(across, down);
}
