import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SharpPhoto } from '#native-models/simulation/scene/cut-scene';
import { syntheticPhotos } from '#native-models/simulation/painted-photos/paint-photos';

/**
 * Photos that nobody took, in memory that threads share, so that a training needs none. Each follows from the seed and its
 * number alone. Throws the signal's reason between two of them.
 */
export async function inventPhotos(
  count: number,
  { seed, signal, report }: { seed: number; signal?: AbortSignal; report?: (fraction: number, label: string) => void },
): Promise<SharpPhoto[]> {
  const photos: SharpPhoto[] = [];
  for (let number = 0; number < count; number += 1) {
    signal?.throwIfAborted();
    report?.(number / count, `Inventing photo ${number + 1} of ${count}`);
    // One at a time: a picture takes a while, and Ctrl+C must get its turn.
    await nextTurn();
    for (const { width, height, data } of syntheticPhotos(1, seed * seedsApart + number)) {
      const shared = new Uint8Array(new SharedArrayBuffer(data.length));
      shared.set(data);
      photos.push({ width, height, data: shared });
    }
  }
  return photos;
}

/** More than there are numbers. */
const seedsApart = 1_000_003;
