import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { shrinkByTwo } from '#core/learning/evaluation/bicubic';
import { findPairs } from '#core/learning/evaluation/protocols';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const pixelLimit = 1e6;
let folder = '';

beforeEach(() => {
  folder = temporaryFolder();
});

async function savePicture(path: string, width: number, height: number, seed: number): Promise<void> {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  const data = Buffer.from(Uint8Array.from({ length: width * height * 3 }, (_, index) => (index * seed) % 251));
  await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(join(folder, path));
}

describe('findPairs', () => {
  it.each(['camerafusion', 'zoom-pairs', 'triples'] as const)(
    'says what %s expects of a folder that lacks it',
    async (protocol) => {
      writeFileSync(join(folder, 'notes.txt'), 'nothing');
      await expect(findPairs(folder, protocol)).rejects.toMatchObject({
        code: 'not-found',
        message: expect.stringMatching(/Expected .*(wide).*found none/) as string,
      });
      await expect(findPairs(join(folder, 'missing'), protocol)).rejects.toMatchObject({ code: 'not-found' });
    },
  );

  it('camerafusion takes every folder with a wide and a tele photo, and the folder itself', async () => {
    for (const name of ['b/wide.png', 'b/tele.png', 'a/wide.png', 'a/tele.png', 'alone/wide.png']) {
      await savePicture(name, 41, 35, 7);
    }
    expect((await findPairs(folder, 'camerafusion')).map(({ name }) => name)).toEqual(['a', 'b']);
    expect((await findPairs(join(folder, 'b'), 'camerafusion')).map(({ name }) => name)).toEqual(['b']);
  });

  it('camerafusion takes the even part of the wide as truth and shrinks both by two', async () => {
    await savePicture('wide.png', 41, 35, 7);
    await savePicture('tele.png', 39, 36, 11);
    const [pair] = await findPairs(folder, 'camerafusion');
    const one = await pair?.load({ pixelLimit });
    if (one === undefined) throw new Error('Expected a pair');
    expect([one.truth.width, one.truth.height]).toEqual([40, 34]);
    expect([...one.truth.data.subarray(120, 123)]).toEqual([123, 124, 125].map((index) => (index * 7) % 251));
    expect(one.wide).toEqual(shrinkByTwo(one.truth));
    expect([one.tele.width, one.tele.height]).toEqual([19, 18]);
    expect(one.overlap).toBeNull();
  });

  it('triples takes three pictures as they are, and refuses a truth that is not twice as large', async () => {
    await savePicture('x-wide.png', 40, 36, 7);
    await savePicture('x-tele.png', 50, 42, 5);
    await savePicture('x-true.png', 80, 72, 11);
    await savePicture('wrong-wide.png', 40, 36, 7);
    await savePicture('wrong-tele.png', 40, 36, 7);
    await savePicture('wrong-true.png', 81, 72, 7);
    await savePicture('lonely-wide.png', 40, 36, 7);
    const [wrong, x, none] = await findPairs(folder, 'triples');
    expect([wrong?.name, x?.name, none]).toEqual(['wrong', 'x', undefined]);
    await expect(wrong?.load({ pixelLimit })).rejects.toMatchObject({
      code: 'invalid-request',
      message: expect.stringMatching(/80x72 pixels for wrong, received 81x72/) as string,
    });
    const one = await x?.load({ pixelLimit });
    expect([one?.wide.width, one?.tele.width, one?.truth.width, one?.overlap]).toEqual([40, 50, 80, null]);
  });

  it('zoom-pairs takes the middle half of the truth as tele and says where it is', async () => {
    await savePicture('x-wide.png', 50, 42, 7);
    await savePicture('x-true.png', 50, 42, 11);
    await savePicture('lonely-wide.png', 50, 42, 7);
    const pairs = await findPairs(folder, 'zoom-pairs');
    expect(pairs.map(({ name }) => name)).toEqual(['x']);
    const one = await pairs[0]?.load({ pixelLimit });
    if (one === undefined) throw new Error('Expected a pair');
    expect([one.truth.width, one.truth.height]).toEqual([48, 40]);
    expect([one.wide.width, one.wide.height]).toEqual([24, 20]);
    expect([one.tele.width, one.tele.height]).toEqual([24, 20]);
    const teleStart = (10 * 48 + 12) * 3;
    expect([...one.tele.data.subarray(0, 6)]).toEqual([...one.truth.data.subarray(teleStart, teleStart + 6)]);
    expect(one.overlap).toEqual([
      { x: 6, y: 5 },
      { x: 18, y: 5 },
      { x: 18, y: 15 },
      { x: 6, y: 15 },
    ]);
  });
});
