import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { PixelImage } from '#core/photos/pixel-image';
import { realPhotos } from './real-photos.ts';

/** Every 10th photo of each folder: those that trainings keep out. All are 512 x 512. */
export function keptOutPhotos(): string[] {
  return ['a', 'b'].flatMap((folder) =>
    readdirSync(join(realPhotos, 'photos', folder))
      .filter((name) => name.endsWith('.jpg'))
      .sort()
      .filter((_, index) => index % 10 === 0)
      .map((name) => join(realPhotos, 'photos', folder, name)),
  );
}

/** Photos side by side, `columns` in a row, as one picture. */
export async function composePhotos(paths: readonly string[], columns: number): Promise<PixelImage> {
  const [width, height] = [512 * columns, 512 * Math.ceil(paths.length / columns)];
  const { data, info } = await sharp({ create: { width, height, channels: 3, background: 'black' } })
    .composite(
      paths.map((input, index) => ({ input, left: 512 * (index % columns), top: 512 * Math.floor(index / columns) })),
    )
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, depth: 8, profile: null, data: new Uint8Array(data) };
}

/** Scenes of four kept-out photos each, side by side, no photo in two of the first ten. */
export function photoScenes(count: number): Promise<PixelImage[]> {
  const paths = keptOutPhotos();
  return Promise.all(
    Array.from({ length: count }, (_, scene) =>
      composePhotos(
        [0, 1, 2, 3].map((part) => paths[scene + part * 10] ?? ''),
        2,
      ),
    ),
  );
}
