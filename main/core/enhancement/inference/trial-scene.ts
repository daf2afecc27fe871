import type { TensorValue } from '#core/runtime/model-session';
import { cameraKernelSide, cameraReach } from '#native-models/dcsr/forward-model';
import { handOver } from '#core/pairs/camera/wide-camera';

/** Of the wide tile, in pixels; a multiple of every configuration's block. */
const side = 128;

/** The tele lies a little beside where the wide photo shows the same, in pixels of the fine grid. */
const shift = { x: 2.6, y: -1.4 };

/**
 * One tile of an invented scene for trials of a network, always the same: smooth light, a texture that grows finer, hard edges, and noise. The
 * wide shows it at half the size, the reference as it is and a little shifted; in one corner nothing of it is known.
 */
export function trialFeeds(): Record<string, TensorValue> {
  const reach = 2 * (side + cameraReach);
  const fine = (index: number, size: number, offset: { x: number; y: number }): number => {
    const [plane, pixel] = [Math.floor(index / (size * size)), index % (size * size)];
    return sceneAt(plane, (pixel % size) + offset.x, Math.floor(pixel / size) + offset.y);
  };
  const wide = Float32Array.from({ length: 3 * side * side }, (_, index) => {
    const [plane, pixel] = [Math.floor(index / (side * side)), index % (side * side)];
    const [x, y] = [2 * (pixel % side), 2 * Math.floor(pixel / side)];
    const quarters = [
      sceneAt(plane, x, y),
      sceneAt(plane, x + 1, y),
      sceneAt(plane, x, y + 1),
      sceneAt(plane, x + 1, y + 1),
    ];
    return quarters.reduce((sum, value) => sum + value, 0) / 4;
  });
  const start = { x: shift.x - cameraReach, y: shift.y - cameraReach };
  const reference = Float32Array.from({ length: 3 * reach * reach }, (_, index) => fine(index, reach, start));
  const validity = Float32Array.from({ length: reach * reach }, (_, index) =>
    (index % reach) + Math.floor(index / reach) < reach / 3 ? 0 : 1,
  );
  return {
    wide: { data: wide, shape: [1, 3, side, side] },
    reference: { data: reference, shape: [1, 3, reach, reach] },
    validity: { data: validity, shape: [1, 1, reach, reach] },
    camera: { data: handOver.kernel, shape: [cameraKernelSide, cameraKernelSide] },
    'camera-exponent': { data: Float32Array.of(handOver.exponent), shape: [] },
    noise: { data: Float32Array.of(0.01), shape: [1, 1, 1, 1] },
  };
}

/** The tile that `trialFeeds` are for. */
export const trialTile = { width: side, height: side };

/** 0 to 1, at a place of the fine grid. */
function sceneAt(plane: number, x: number, y: number): number {
  const light = 0.45 + 0.2 * Math.sin((x + 40 * plane) / 90) * Math.cos(y / 70);
  const texture = 0.16 * Math.sin((x * x) / 700 + plane) * Math.sin((y * y) / 900);
  const isInDisc = Math.hypot((x % 96) - 48, (y % 80) - 40) < 22;
  const isBar = (Math.floor(x / 5) + 3 * Math.floor(y / 37)) % 7 === 0;
  const edges = (isInDisc ? 0.25 : 0) - (isBar ? 0.3 : 0);
  return Math.min(1, Math.max(0, light + texture + edges + 0.06 * noiseAt(plane, Math.floor(x), Math.floor(y))));
}

/** -0.5 to 0.5, without pattern, the same for the same place. */
function noiseAt(plane: number, x: number, y: number): number {
  let mixed = Math.imul(x, 374761393) ^ Math.imul(y, 668265263) ^ Math.imul(plane + 1, 1274126177);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 1103515245);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32 - 0.5;
}
