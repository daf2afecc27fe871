import { applyHomography, type Homography, type Point, type Size } from '#contract/geometry';
import { loadTile, TileStore } from './tile-store.ts';
import { levelsToDraw, planLayer, squaresFrom, wantedTiles, type LayerPlan } from './plan-scene.ts';
import type { RendererOptions, SceneRenderer } from './scene-renderer.ts';
import type { Tile } from './visible-tiles.ts';

/** The renderer where there is no WebGL, or no graphics card for it. */
export function createCanvasRenderer({ canvas, byteBudget, onChange }: RendererOptions): SceneRenderer | null {
  const context = canvas.getContext('2d', { colorSpace: 'display-p3' });
  if (context === null) return null;
  const tiles = new TileStore<ImageBitmap>({ load: loadTile, byteBudget, onChange });
  return {
    draw(frame, view, layers) {
      fitCanvas(canvas, frame);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, frame.width, frame.height);
      const plans = layers.map((layer) => planLayer(layer, frame, view));
      for (const plan of plans) drawLayer(context, plan, tiles);
      tiles.want(wantedTiles(plans));
    },
    close: () => tiles.close(),
  };
}

/** Gives the canvas the frame's pixels; setting a size clears it, so only when it changes. */
export function fitCanvas(canvas: HTMLCanvasElement, { width, height }: Size): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

/** Cuts what is drawn from now on to a polygon. */
export function clipTo(context: CanvasRenderingContext2D, polygon: readonly Point[] | undefined): void {
  if (polygon === undefined) return;
  context.beginPath();
  for (const { x, y } of polygon) context.lineTo(x, y);
  context.closePath();
  context.clip();
}

function drawLayer(context: CanvasRenderingContext2D, plan: LayerPlan, tiles: TileStore<ImageBitmap>): void {
  const { layer, view } = plan;
  context.save();
  clipTo(context, layer.clip);
  context.globalAlpha = layer.opacity ?? 1;
  context.imageSmoothingEnabled = view.scale <= squaresFrom;
  for (const level of levelsToDraw(plan, (url) => tiles.get(url) !== undefined)) {
    context.imageSmoothingQuality = qualityFor(level[0], plan);
    // First a little too large, so that no background shines through where two tiles meet within a pixel; then in their places.
    for (const overlap of [0.5, 0]) {
      for (const tile of level) {
        const picture = tiles.get(tile.url);
        if (picture !== undefined) drawTile(context, picture, tile, plan.toFrame, overlap);
      }
    }
  }
  context.restore();
}

/** By how much a level's own pixels are enlarged: of one that was chosen for its size, nothing has to be averaged. */
function qualityFor(tile: Tile | undefined, { scale }: LayerPlan): ImageSmoothingQuality {
  if (tile === undefined) return 'medium';
  const ownScale = (scale * tile.inPicture.width) / tile.onLevel.width;
  if (ownScale > 1.02) return 'high';
  return ownScale < 0.98 ? 'medium' : 'low';
}

function drawTile(
  context: CanvasRenderingContext2D,
  picture: ImageBitmap,
  tile: Tile,
  toFrame: Homography,
  overlap: number,
): void {
  context.setTransform(...affineOver(tile, toFrame));
  const { width, height } = tile.onLevel;
  context.drawImage(picture, 0, 0, width + overlap, height + overlap);
}

/** The affine map nearest to a tile's four corners: over one tile a perspective is hardly anything else. */
function affineOver(
  { inPicture: { x, y, width, height }, onLevel }: Tile,
  toFrame: Homography,
): [number, number, number, number, number, number] {
  const topLeft = applyHomography(toFrame, { x, y });
  const topRight = applyHomography(toFrame, { x: x + width, y });
  const bottomLeft = applyHomography(toFrame, { x, y: y + height });
  const bottomRight = applyHomography(toFrame, { x: x + width, y: y + height });
  const a = (topRight.x - topLeft.x + bottomRight.x - bottomLeft.x) / (2 * onLevel.width);
  const b = (topRight.y - topLeft.y + bottomRight.y - bottomLeft.y) / (2 * onLevel.width);
  const c = (bottomLeft.x - topLeft.x + bottomRight.x - topRight.x) / (2 * onLevel.height);
  const d = (bottomLeft.y - topLeft.y + bottomRight.y - topRight.y) / (2 * onLevel.height);
  const centreX = (topLeft.x + topRight.x + bottomLeft.x + bottomRight.x) / 4;
  const centreY = (topLeft.y + topRight.y + bottomLeft.y + bottomRight.y) / 4;
  const [halfWidth, halfHeight] = [onLevel.width / 2, onLevel.height / 2];
  return [a, b, c, d, centreX - a * halfWidth - c * halfHeight, centreY - b * halfWidth - d * halfHeight];
}
