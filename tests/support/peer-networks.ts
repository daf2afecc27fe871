import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PixelImage } from '#core/photos/pixel-image';
import { planarTile } from '#core/photos/pixels/resample';
import { openModelSession } from '#core/runtime/model-session';
import { readKerasNetwork } from './keras-network.ts';

/** Networks for one photo that a person could take instead of ours: MIT, from npm, both trained on bicubic shrinking. */
export const peerNetworks = ['esrgan-slim', 'esrgan-medium'] as const;
export type PeerNetwork = (typeof peerNetworks)[number];
const version = '1.0.0';

const tile = 256;
const halo = 32;
const side = tile + 2 * halo;

/** Fetches the network from npm into `cache`, unless it is there, and opens it as a function that enlarges 8-bit photos by two. */
export async function openPeerNetwork(
  name: PeerNetwork,
  cache: string,
): Promise<{ enlarge: (photo: PixelImage) => Promise<PixelImage>; close: () => Promise<void> }> {
  const folder = join(cache, name);
  if (!existsSync(join(folder, 'package'))) {
    mkdirSync(folder, { recursive: true });
    execFileSync('npm', ['pack', `@upscalerjs/${name}@${version}`, '--silent'], { cwd: folder });
    execFileSync('tar', ['xzf', `upscalerjs-${name}-${version}.tgz`], { cwd: folder });
  }
  const session = await openModelSession(readKerasNetwork(join(folder, 'package/models/x2'), side), 'cpu');
  const enlarge = async (photo: PixelImage): Promise<PixelImage> => {
    const [width, height] = [2 * photo.width, 2 * photo.height];
    const data = new Uint8Array(3 * width * height);
    for (let y = 0; y < photo.height; y += tile) {
      for (let x = 0; x < photo.width; x += tile) {
        const picture = planarTile(photo, { x: x - halo, y: y - halo, width: side, height: side });
        const feeds = { picture: { data: picture.map((value) => 255 * value), shape: [1, 3, side, side] } };
        const { enlarged } = await session.run(feeds);
        if (enlarged === undefined) throw new TypeError(`Expected ${name} to give a picture`);
        copyMiddle(enlarged.data, data, { x: 2 * x, y: 2 * y, width, height });
      }
    }
    return { width, height, depth: 8, profile: photo.profile, data };
  };
  return { enlarge, close: () => session.close() };
}

/** The tile without its halo, as far as it lies in the picture, whose size is `width` and `height`. */
function copyMiddle(
  enlarged: Float32Array,
  data: Uint8Array,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): void {
  const plane = 4 * side * side;
  for (let row = 0; row < Math.min(2 * tile, height - y); row += 1) {
    for (let column = 0; column < Math.min(2 * tile, width - x); column += 1) {
      const source = (row + 2 * halo) * 2 * side + column + 2 * halo;
      for (let channel = 0; channel < 3; channel += 1) {
        const value = enlarged[channel * plane + source] ?? 0;
        data[3 * ((y + row) * width + x + column) + channel] = Math.round(Math.min(255, Math.max(0, value)));
      }
    }
  }
}
