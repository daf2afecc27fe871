import type { Size } from '#contract/geometry';
import { provenanceUrl } from '#contract/media-urls';
import { provenanceClasses, type ProvenanceClass } from '#contract/enhancement';

/** Where each class lies: pictures of one pixel per block, opaque where the block belongs to the class. */
export interface ProvenanceMasks extends Size {
  masks: Readonly<Record<MarkedClass, ImageBitmap>>;
}

/** The provenance map of an enhancement. */
export async function loadProvenance(key: string, signal: AbortSignal): Promise<ProvenanceMasks> {
  const response = await fetch(provenanceUrl(key), { signal });
  if (!response.ok) throw new Error(`Expected a provenance map, received status ${response.status}`);
  const picture = await createImageBitmap(await response.blob(), { premultiplyAlpha: 'none' });
  const { width, height } = picture;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('Expected a canvas to read the provenance map');
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  picture.close();
  const made = await Promise.all(
    markedClasses.map(async (name) => [name, await createImageBitmap(maskOf(data, name, { width, height }))] as const),
  );
  return { width, height, masks: Object.fromEntries(made) as ProvenanceMasks['masks'] };
}

function maskOf(data: Uint8ClampedArray, name: MarkedClass, { width, height }: Size): ImageData {
  const mask = new ImageData(width, height);
  const [red = 0] = [1, 3, 5].map((start) => Number.parseInt(markOf[name].colour.slice(start, start + 2), 16));
  for (let index = 0; index < data.length; index += 4) {
    // Reading back what was half transparent rounds; the two reds are far apart.
    const isOf = (data[index + 3] ?? 0) > 0 && Math.abs((data[index] ?? 0) - red) < 40;
    mask.data[index + 3] = isOf ? 255 : 0;
  }
  return mask;
}

/**
 * Width and height of one block of a provenance map, in pixels of the result: the power of two that gives the map its
 * columns and rows. The blocks at the right and bottom edge may reach over it. Null when the map belongs to something else.
 */
export function blockSizeOf(result: Size, map: Size): number | null {
  for (let size = 1; size <= 1024; size *= 2) {
    if (Math.ceil(result.width / size) === map.width && Math.ceil(result.height / size) === map.height) return size;
  }
  return null;
}

/** The classes that are marked; what is upscaled stays clear, but for its pattern in the legend. */
type MarkedClass = Exclude<ProvenanceClass, 'upscaled'>;
export const markedClasses = provenanceClasses.filter((name): name is MarkedClass => name !== 'upscaled');

/** A colour of Okabe and Ito's palette and a pattern of its own: either alone tells the classes apart. */
const markOf: Readonly<Record<MarkedClass, { colour: string; draw: (path: Path2D, side: number) => void }>> = {
  photographed: {
    colour: '#0072b2',
    draw: (path, side) => {
      for (const offset of [-side, 0, side]) {
        path.moveTo(offset, side);
        path.lineTo(offset + side, 0);
      }
    },
  },
  transferred: {
    colour: '#e69f00',
    draw: (path, side) => {
      for (const [x, y] of [
        [side / 4, side / 4],
        [(3 * side) / 4, (3 * side) / 4],
      ] as const) {
        path.moveTo(x + side / 7, y);
        path.arc(x, y, side / 7, 0, 2 * Math.PI);
      }
    },
  },
};

/** A small square that repeats: the class's colour with its pattern in white on it. `density` is device pixels per CSS pixel. */
export function patternTile(name: MarkedClass, density: number): OffscreenCanvas {
  const side = Math.round(10 * density);
  const tile = new OffscreenCanvas(side, side);
  const context = tile.getContext('2d');
  if (context === null) return tile;
  const { colour, draw } = markOf[name];
  context.fillStyle = colour;
  context.fillRect(0, 0, side, side);
  const path = new Path2D();
  draw(path, side);
  context.strokeStyle = 'rgb(255 255 255 / 75%)';
  context.lineWidth = 1.5 * density;
  context.fillStyle = 'rgb(255 255 255 / 85%)';
  if (name === 'transferred') context.fill(path);
  else context.stroke(path);
  return tile;
}
