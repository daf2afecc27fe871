import { drawSvg } from '#core/photos/previews/draw-svg';
import type { TrainingBatch } from '#native-models/simulation/training-pairs';
import type { BatchRequest } from './batch-worker.ts';
import { cameras } from './validation.ts';

const zoom = 2;
const cell = 112 * zoom;
const gap = 8;
const head = 40;
const side = 110;
const rowsPerCamera = 4;

/** One of every kind that a training may meet. */
const kinds = ['true', 'partial', 'occluded', 'unrelated', 'none'] as const;
const columns = ['wide', 'truth', ...kinds] as const;

/**
 * Draws what the network is fed: a row per wide camera and seed, in it the wide tile, the truth, and each kind of reference
 * with a frame around the tile's own place. Look at it before training.
 */
export async function drawContactSheet(
  path: string,
  ask: (request: BatchRequest) => Promise<TrainingBatch>,
  seed: number,
): Promise<void> {
  const rows = cameras.flatMap((camera) =>
    Array.from({ length: rowsPerCamera }, (_, index) => ({ camera, seed: [seed, index] })),
  );
  const width = side + columns.length * (cell + gap);
  const height = head + rows.length * (cell + gap);
  const sheet = { width, height, pixels: new Uint8Array(width * height * 4).fill(255) };
  for (const [row, { camera, seed: rowSeed }] of rows.entries()) {
    const top = head + row * (cell + gap);
    const batches = await Promise.all(
      kinds.map((reference) => ask({ photos: 'training', count: 1, seed: rowSeed, camera, reference })),
    );
    const [first] = batches;
    const pictures = [first?.wide, first?.truth, ...batches.map(({ reference }) => reference)];
    for (const [column, picture] of pictures.entries())
      if (picture !== undefined) paste(sheet, picture, side + column * (cell + gap), top);
  }
  await drawSvg(path, labels(width, height, rows), sheet);
}

/** Enlarges a [3, n, n] picture to a cell, each pixel a block. */
function paste(sheet: { width: number; pixels: Uint8Array }, picture: Float32Array, left: number, top: number): void {
  const size = Math.round(Math.sqrt(picture.length / 3));
  for (let y = 0; y < cell; y += 1) {
    const row = Math.floor((y * size) / cell) * size;
    for (let x = 0; x < cell; x += 1) {
      const source = row + Math.floor((x * size) / cell);
      const target = ((top + y) * sheet.width + left + x) * 4;
      for (let colour = 0; colour < 3; colour += 1) {
        const value = picture[colour * size * size + source] ?? 0;
        sheet.pixels[target + colour] = Math.round(255 * Math.min(1, Math.max(0, value)));
      }
    }
  }
}

function labels(width: number, height: number, rows: readonly { camera: string }[]): string {
  const frame = 64 * zoom;
  const inset = (cell - frame) / 2;
  const texts = [
    ...columns.map((name, column) => `<text x="${side + column * (cell + gap)}" y="26">${name}</text>`),
    ...rows.map(({ camera }, row) => `<text x="12" y="${head + row * (cell + gap) + cell / 2}">${camera}</text>`),
  ];
  const frames = rows.flatMap((_, row) =>
    kinds.map((_kind, kind) => {
      const x = side + (kind + 2) * (cell + gap) + inset;
      const y = head + row * (cell + gap) + inset;
      return `<rect x="${x + 0.5}" y="${y + 0.5}" width="${frame - 1}" height="${frame - 1}" fill="none" stroke="#ffd400"/>`;
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans, Arial, Helvetica, sans-serif" font-size="18" fill="#1f2933">${[...texts, ...frames].join('')}</svg>`;
}
