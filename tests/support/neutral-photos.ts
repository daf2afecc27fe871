import { join } from 'node:path';
import sharp from 'sharp';
import type { PixelImage } from '#core/photos/pixel-image';

/** Gives photos, one after the other, to a folder as a messenger leaves them: small JPEGs that say nothing but their number. */
export function neutralFolder(folder: string): {
  /** Resolves with the name that the photo got. `middle` is the share of its width and height that is kept of it. */
  add(photo: string | PixelImage, options?: { middle?: number; turned?: number }): Promise<string>;
} {
  let count = 0;
  return {
    async add(photo, { middle = 1, turned = 0 } = {}) {
      count += 1;
      const name = `IMG-20240501-WA${String(count).padStart(4, '0')}.jpg`;
      const { data, width, height } = await uprightOf(photo);
      const [across, down] = [Math.round(width * middle), Math.round(height * middle)];
      const [left, top] = [Math.round((width - across) / 2), Math.round((height - down) / 2)];
      const part = sharp(data, { raw: { width, height, channels: 3 } }).extract({
        left,
        top,
        width: across,
        height: down,
      });
      await sharp(await part.png({ compressionLevel: 0 }).toBuffer())
        .rotate(turned)
        .resize({ width: 1600, height: 1600, fit: 'inside', withoutEnlargement: middle === 1 })
        .jpeg({ quality: 80 })
        .toFile(join(folder, name));
      return name;
    },
  };
}

async function uprightOf(photo: string | PixelImage): Promise<{ data: Buffer; width: number; height: number }> {
  if (typeof photo !== 'string') return { ...photo, data: Buffer.from(photo.data.buffer) };
  const picture = sharp(photo).autoOrient().removeAlpha().toColourspace('srgb').raw();
  const { data, info } = await picture.toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
