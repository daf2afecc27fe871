import type { PixelImage } from '#core/photos/pixel-image';
import type { ModelSession, openModelSession } from '#core/runtime/model-session';

/** Sessions that stand in for the runtime, and what became of them. */
export interface NearestNetwork {
  openSession: typeof openModelSession;
  /** The sides of the tile of every run so far. */
  readonly runs: readonly { width: number; height: number }[];
  /** Sessions opened and not closed. */
  openSessions(): number;
}

/**
 * A network without reference that makes every pixel four equal ones. `beforeOpen` and `beforeRun` get the number of the
 * attempt, from 1, and may throw.
 */
export function nearestNetwork(
  options: { beforeOpen?: (attempt: number) => void; beforeRun?: (attempt: number) => void } = {},
): NearestNetwork {
  const runs: { width: number; height: number }[] = [];
  let opened = 0;
  let closed = 0;
  const session = (device: ModelSession['device']): ModelSession => ({
    device,
    async run({ wide }) {
      const [, , height, width] = wide?.shape ?? [];
      if (wide === undefined || height === undefined || width === undefined) throw new Error('Expected a wide tile');
      runs.push({ width, height });
      options.beforeRun?.(runs.length);
      const data = Float32Array.from({ length: 4 * wide.data.length }, (_, index) => {
        const [x, row] = [index % (2 * width), Math.floor(index / (2 * width))];
        // Rows of all three planes are counted on, as every plane has an even number of them.
        return wide.data[Math.floor(row / 2) * width + Math.floor(x / 2)] ?? 0;
      });
      return { enhanced: { data, shape: [1, 3, 2 * height, 2 * width] } };
    },
    async close() {
      closed += 1;
    },
  });
  let attempts = 0;
  return {
    runs,
    openSessions: () => opened - closed,
    async openSession(_, device) {
      attempts += 1;
      options.beforeOpen?.(attempts);
      opened += 1;
      return session(device);
    },
  };
}

/** A part of an image at twice its size, every pixel as four equal ones. */
export function doubled(
  { width, data }: PixelImage,
  crop: { x: number; y: number; width: number; height: number },
): number[] {
  return Array.from({ length: 12 * crop.width * crop.height }, (_, index) => {
    const pixel = Math.floor(index / 3);
    const x = crop.x + Math.floor((pixel % (2 * crop.width)) / 2);
    const y = crop.y + Math.floor(pixel / (4 * crop.width));
    return data[(y * width + x) * 3 + (index % 3)] ?? NaN;
  });
}
