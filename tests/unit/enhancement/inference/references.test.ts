import { describe, expect, it } from 'vitest';
import type { ReferenceTile } from '#core/enhancement/inference/prepare-reference';
import { gatherReferences } from '#core/enhancement/inference/references';
import type { TeleReader } from '#core/enhancement/inference/tele-reader';
import { handOver } from '#core/pairs/camera/wide-camera';

const input = { x: 0, y: 0, width: 8, height: 8 };
const window = { offset: { x: 0, y: 0 }, agreement: 0.9 };
const tile: ReferenceTile = {
  pixels: new Float32Array(3 * 34 * 34).fill(0.4),
  validity: new Float32Array(34 * 34).fill(1),
  ...{ width: 34, height: 34, camera: handOver, noise: 0.01 },
};

/** A tele with these scores; notes when it is read. */
function reader(scores: readonly number[], read: string[] = [], name = ''): TeleReader {
  const self: TeleReader = {
    ...{ overlap: [{ x: 0, y: 0 }], zoom: 2, fineness: 2, look: async () => undefined, windowFor: () => window },
    read: () => {
      read.push(name);
      return tile;
    },
    again: async () => self,
    depth: () => new Float32Array(34 * 34).fill(0.5),
    scores: () => Float32Array.from(scores),
  };
  return self;
}

describe('the teles of a tile', () => {
  it('are those that show a part of it best, or nearly', () => {
    const references = gatherReferences([
      reader([3, 2, 1]),
      reader([1, 1, 0.8]),
      reader([0, 1.9, 0]),
      reader([0, 0, 2]),
    ]);
    expect(references.viewsFor(input).map(({ tele }) => tele)).toEqual([0, 2, 3]);
  });

  it('are all of them where nothing tells them apart, and the only one whatever it scores', () => {
    expect(gatherReferences([reader([0]), reader([0])]).viewsFor(input)).toHaveLength(2);
    expect(gatherReferences([reader([0])]).viewsFor(input)).toEqual([{ ...window, tele: 0 }]);
  });

  it('are read, and no other; a single one as it is', () => {
    const read: string[] = [];
    const references = gatherReferences([reader([3], read, 'fine'), reader([1], read, 'coarse')]);
    expect(references.read(input, references.viewsFor(input))).toBe(tile);
    expect(read).toEqual(['fine']);
  });

  it('keep their numbers in a second pass that one of them has nothing to give to', async () => {
    const soft = { ...reader([1]), again: async () => null };
    const again = await gatherReferences([soft, reader([1])]).again({
      wide: { width: 8, height: 8, depth: 8, profile: null, data: new Uint8Array(192) },
      enlargement: { origin: { x: 0, y: 0 }, factor: 2 },
    });
    expect(again.overlaps).toEqual([[], [{ x: 0, y: 0 }]]);
    expect(again.viewsFor(input)).toEqual([{ ...window, tele: 1 }]);
  });
});
