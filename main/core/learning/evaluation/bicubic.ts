import type { Size } from '#contract/geometry';
import { whiteOf, type PixelImage } from '#core/photos/pixel-image';
import {
  createLineFilter,
  cubicKernel,
  filterPlane,
  type LineFilter,
} from '#native-models/simulation/camera/filter-plane';

/**
 * Half the width and height with the cubic kernel of Keys (a = -0.5), stretched to twice its width against aliasing and
 * mirrored at the borders: what MATLAB's imresize and Pillow's BICUBIC do. The size must be even.
 */
export function shrinkByTwo(image: PixelImage): PixelImage {
  if (image.width % 2 !== 0 || image.height % 2 !== 0) {
    throw new RangeError(`Expected an even width and height to halve, received ${image.width}x${image.height}`);
  }
  return resized(image, { width: image.width / 2, height: image.height / 2 }, 2);
}

/** Twice the width and height with the same kernel: the plain enlargement that every model is measured against. */
export function enlargeByTwo(image: PixelImage): PixelImage {
  return resized(image, { width: image.width * 2, height: image.height * 2 }, 1);
}

function resized(image: PixelImage, size: Size, stretch: number): PixelImage {
  const across = filterAlong(image.width, size.width, stretch);
  const down = filterAlong(image.height, size.height, stretch);
  const white = whiteOf(image.depth);
  const count = size.width * size.height;
  const data = image.depth === 8 ? new Uint8Array(3 * count) : new Uint16Array(3 * count);
  const plane = new Float32Array(image.width * image.height);
  const filtered = new Float32Array(count);
  for (let channel = 0; channel < 3; channel += 1) {
    for (let at = 0; at < plane.length; at += 1) plane[at] = image.data[3 * at + channel] ?? 0;
    filterPlane(plane, image.width, across, down, filtered);
    for (let at = 0; at < count; at += 1)
      data[3 * at + channel] = Math.min(white, Math.max(0, Math.round(filtered[at] ?? 0)));
  }
  return { ...size, depth: image.depth, data, profile: image.profile };
}

function filterAlong(from: number, to: number, stretch: number): LineFilter {
  return createLineFilter(from, to, cubicKernel(stretch), (index) => ((index + 0.5) * from) / to - 0.5);
}
