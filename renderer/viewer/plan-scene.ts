import {
  applyHomography,
  composeHomographies,
  cornersOf,
  invertHomography,
  type Homography,
  type Point,
  type Size,
} from '#contract/geometry';
import type { Layer } from './scene-renderer.ts';
import { viewHomography, type View } from './view-transform.ts';
import { chooseLevel, regionAround, visibleTiles, type Tile } from './visible-tiles.ts';

/** Above this scale of the view, pixels of the scene are shown as the squares they are: of all layers alike, so that they compare fairly. */
export const squaresFrom = 3;

/** What of a layer is in sight. */
export interface LayerPlan {
  layer: Layer;
  view: View;
  /** The tiles to draw, coarsest level first. */
  levels: Tile[][];
  /** Picture pixels to device pixels. */
  toFrame: Homography;
  /** Device pixels per picture pixel in the middle of the picture. */
  scale: number;
}

export function planLayer(layer: Layer, frame: Size, sceneView: View): LayerPlan {
  const { pyramid, toScene, view = sceneView } = layer;
  const toFrame = composeHomographies(viewHomography(view), toScene);
  const scale = scaleAtCentre(toFrame, pyramid);
  const toPicture = invertHomography(toFrame);
  const seen = (layer.clip ?? cornersOf(frame)).map((point) => applyHomography(toPicture, point));
  const region = seen.length < 3 ? null : regionAround(seen, pyramid);
  const target = chooseLevel(pyramid, scale);
  const levels =
    region === null ? [] : Array.from({ length: target + 1 }, (_, level) => visibleTiles(pyramid, level, region));
  return { layer, view, levels, toFrame, scale };
}

/** The tiles that are wanted, the most urgent first: what makes something of every layer appear, then what makes it sharp. */
export function wantedTiles(plans: readonly LayerPlan[]): string[] {
  const urls = [...plans.map(({ levels }) => levels[0] ?? []), ...plans.map(({ levels }) => levels.at(-1) ?? [])];
  return [...new Set(urls.flat().map(({ url }) => url))];
}

/** The levels that have to be drawn: the sharpest alone when all of it is there. */
export function levelsToDraw({ levels }: LayerPlan, isThere: (url: string) => boolean): Tile[][] {
  const sharpest = levels.at(-1) ?? [];
  return sharpest.every(({ url }) => isThere(url)) ? [sharpest] : levels;
}

function scaleAtCentre(toFrame: Homography, { width, height }: Size): number {
  const [topLeft, topRight, bottomRight] = cornersOf({ width: 2, height: 2 }).map((corner: Point) =>
    applyHomography(toFrame, { x: width / 2 - 1 + corner.x, y: height / 2 - 1 + corner.y }),
  );
  if (topLeft === undefined || topRight === undefined || bottomRight === undefined) return 1;
  const across = Math.hypot(topRight.x - topLeft.x, topRight.y - topLeft.y) / 2;
  const down = Math.hypot(bottomRight.x - topRight.x, bottomRight.y - topRight.y) / 2;
  return Math.max(across, down);
}
