import { cornersOf, type Point, type Rectangle, type Size } from '#contract/geometry';
import { layersIn, splitLayers, type Division } from '../../viewer/divide-frame.ts';
import type { Layer } from '../../viewer/scene-renderer.ts';
import { toScene } from '../../viewer/view-transform.ts';
import type { Viewport } from '../../viewer/viewport.svelte.ts';
import type { ComparedPicture } from './compare-pictures.ts';
import type { Pyramid } from '#contract/media-urls';
import { loadTile } from '../../viewer/tile-store.ts';
import { visibleTiles } from '../../viewer/visible-tiles.ts';

/** `split`: one beside the other along a line. `side`: both whole, beside each other. `single`: one at a time. */
export type CompareMode = 'split' | 'side' | 'single';

interface Comparison {
  before: readonly ComparedPicture[];
  after: readonly ComparedPicture[];
  mode: CompareMode;
  division: Division;
  /** Before is shown wherever after would be. */
  isHeld: boolean;
}

type Frames = Pick<Viewport, 'canvas' | 'frame' | 'scene' | 'secondLeft' | 'view'>;

/**
 * What is drawn where. A picture that does not fill the scene has the one before it in the list around it, and one that is larger, as the whole
 * photo is of which a part was enhanced, ends where the scene does.
 */
export function compareLayers(comparison: Comparison, frames: Frames): Layer[] {
  const { before, after, mode, division, isHeld } = comparison;
  const { frame, canvas, scene, secondLeft, view } = frames;
  const second = isHeld ? before : after;
  if (mode === 'side') {
    const right = { ...view, x: view.x + secondLeft };
    return [
      ...layersIn(before, rectangle(0, frame.width, canvas.height), frames),
      ...layersIn(second, rectangle(secondLeft, canvas.width, canvas.height), { view: right, scene }),
    ];
  }
  if (mode === 'single' || isHeld) return layersIn(second, cornersOf(canvas), frames);
  return splitLayers(before, after, division, frames);
}

/** In device pixels. */
export interface Loupe {
  /** The place that is looked at, and the middle of the loupe. */
  point: Point;
  /** Where before and after are shown, beside each other. */
  before: Rectangle;
  after: Rectangle;
  magnification: number;
}

const loupeFactor = 4;
const loupeSide = 168;

export function loupeAt(point: Point, density: number): Loupe {
  const side = Math.round(loupeSide * density);
  const [x, y] = [Math.round(point.x), Math.round(point.y)];
  const top = y - Math.round(side / 2);
  return {
    point,
    before: { x: x - side, y: top, width: side, height: side },
    after: { x, y: top, width: side, height: side },
    magnification: loupeFactor,
  };
}

/** The same place of the scene in the middle of both halves, larger than around them. */
export function loupeLayers(
  { before, after }: Pick<Comparison, 'before' | 'after'>,
  loupe: Loupe,
  { view, scene }: Pick<Frames, 'view' | 'scene'>,
): Layer[] {
  const place = toScene(view, loupe.point);
  return [
    ...magnified(before, loupe.before, place, view.scale * loupe.magnification, scene),
    ...magnified(after, loupe.after, place, view.scale * loupe.magnification, scene),
  ];
}

function magnified(
  pictures: readonly ComparedPicture[],
  half: Rectangle,
  place: Point,
  scale: number,
  scene: Size,
): Layer[] {
  const centre = { x: half.x + half.width / 2, y: half.y + half.height / 2 };
  const view = { scale, x: centre.x - place.x * scale, y: centre.y - place.y * scale };
  const corners = cornersOf(half).map(({ x, y }) => ({ x: x + half.x, y: y + half.y }));
  return layersIn(pictures, corners, { view, scene });
}

function rectangle(left: number, right: number, height: number): Point[] {
  return [
    { x: left, y: 0 },
    { x: right, y: 0 },
    { x: right, y: height },
    { x: left, y: height },
  ];
}

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
