import { provenanceClasses, type ProvenanceClass } from '#contract/enhancement';

/** The classes that are marked; what is upscaled stays clear, but for its pattern in the legend. */
export type MarkedClass = Exclude<ProvenanceClass, 'upscaled'>;
export const markedClasses = provenanceClasses.filter((name): name is MarkedClass => name !== 'upscaled');

/** A colour of Okabe and Ito's palette and a pattern of its own: either alone tells the classes apart. */
export const markOf: Readonly<Record<MarkedClass, { colour: string; draw: (path: Path2D, side: number) => void }>> = {
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
