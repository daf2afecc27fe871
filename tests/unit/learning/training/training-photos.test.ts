import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { readTrainingPhotos } from '#core/learning/training/training-photos';
import { gradientImage, pipelineOf, savePicture } from '../../../support/sample-pictures.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder = '';
let warnings: string[] = [];
beforeEach(() => {
  folder = temporaryFolder();
  warnings = [];
});

const read = (...folders: string[]) => readTrainingPhotos({ folders, warn: (message) => warnings.push(message) });

/** Photos told apart by their width: 256, 257, … */
async function savePhotos(into: string, count: number): Promise<void> {
  mkdirSync(into, { recursive: true });
  for (let index = 0; index < count; index += 1) {
    const name = `${String(index).padStart(3, '0')}.png`;
    await savePicture(into, name, pipelineOf(gradientImage(256 + index, 256)).png({ compressionLevel: 0 }));
  }
}

describe('readTrainingPhotos', () => {
  it('says which folder is not there', async () => {
    await expect(read(join(folder, 'nowhere'))).rejects.toMatchObject({ name: 'AppError', code: 'not-found' });
  });

  it('wants at least a photo to train on and one to measure with', async () => {
    const refusal = { code: 'invalid-request', message: expect.stringMatching(/at least two photos.*found/) as string };
    await expect(read(folder)).rejects.toMatchObject(refusal);
    await savePhotos(folder, 1);
    await expect(read(folder)).rejects.toMatchObject(refusal);
  });

  it('passes over what cannot be read and what is too small, and says so', async () => {
    await savePhotos(folder, 2);
    writeFileSync(join(folder, '000-broken.jpg'), Buffer.from('ffd8ffe000104a46', 'hex'));
    await savePicture(folder, 'small.png', pipelineOf(gradientImage(255, 900)).png());
    const photos = await read(folder);
    expect([photos.training.length, photos.validation.length]).toEqual([1, 1]);
    expect(warnings).toEqual([
      expect.stringMatching(/^000-broken\.jpg is passed over/),
      expect.stringMatching(/^small\.png is passed over.*255 x 900.*256/),
    ]);
  });

  it('keeps every 10th of each folder out, the first included', async () => {
    await savePhotos(join(folder, 'a'), 12);
    await savePhotos(join(folder, 'b'), 3);
    const { training, validation } = await read(join(folder, 'a'), join(folder, 'b'));
    expect(validation.map(({ width }) => width)).toEqual([256, 266, 256]);
    expect(training.map(({ width }) => width)).toEqual([257, 258, 259, 260, 261, 262, 263, 264, 265, 267, 257, 258]);
  });

  it('gives the pixels as they are, 16 bits as 8, in memory that threads share', async () => {
    const [first, second] = [gradientImage(300, 256), gradientImage(257, 280, 16)];
    await savePicture(folder, 'a.png', pipelineOf(first).png());
    await savePicture(folder, 'b.png', pipelineOf(second).png());
    const { training, validation } = await read(folder);
    expect(validation[0]).toMatchObject({ width: 300, height: 256 });
    expect(Buffer.from(validation[0]?.data ?? []).equals(Buffer.from(first.data))).toBe(true);
    expect(training[0]).toMatchObject({ width: 257, height: 280 });
    expect(training[0]?.data).toEqual(Uint8Array.from(second.data, (value) => Math.round(value / 257)));
    expect(training[0]?.data.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('halves photos of full size, and keeps the middle of large ones', async () => {
    const stripes = sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#204060' } });
    await savePicture(folder, 'a.png', pipelineOf(gradientImage(256, 256)).png());
    await savePicture(folder, 'full.png', stripes.clone().png({ compressionLevel: 1 }));
    const marked = sharp({ create: { width: 2448, height: 600, channels: 3, background: '#000000' } });
    const white = await sharp({ create: { width: 2048, height: 600, channels: 3, background: '#ffffff' } })
      .png()
      .toBuffer();
    await savePicture(
      folder,
      'wide.png',
      marked
        .composite([{ input: white, left: 200, top: 0 }])
        .removeAlpha()
        .png(),
    );
    const [full, wide] = (await read(folder)).training;
    expect(full).toMatchObject({ width: 2000, height: 1500 });
    expect(wide).toMatchObject({ width: 2048, height: 600 });
    expect(wide?.data.every((value) => value === 255)).toBe(true);
  });

  it('has a fingerprint that a changed photo changes', async () => {
    await savePhotos(folder, 3);
    const before = await read(folder);
    expect((await read(folder)).fingerprint).toBe(before.fingerprint);
    await savePicture(folder, '001.png', pipelineOf(gradientImage(257, 256)).negate().png());
    expect((await read(folder)).fingerprint).not.toBe(before.fingerprint);
  });
});
