import { existsSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { insertSegments } from '#core/photos/metadata/jpeg-segments';
import { writeEmbeddedPreview } from '#core/photos/previews/thumbnail';
import { gradientImage, pipelineOf } from '../../support/sample-pictures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A small photo whose EXIF holds a grey picture of this size. */
async function photoWithPreview(folder: string, side: number): Promise<string> {
  const grey = { width: side, height: side, channels: 3, background: '#808080' } as const;
  const preview = await sharp({ create: grey }).toColourspace('b-w').png().toBuffer();
  const [first, second] = [8, 26];
  const header = Buffer.alloc(second + 2 + 3 * 12 + 4);
  header.write('II*\0', 'latin1');
  header.writeUInt32LE(first, 4);
  const entry = (at: number, tag: number, type: number, value: number): void => {
    header.writeUInt16LE(tag, at);
    header.writeUInt16LE(type, at + 2);
    header.writeUInt32LE(1, at + 4);
    header.writeUInt32LE(value, at + 8);
  };
  header.writeUInt16LE(1, first);
  entry(first + 2, 0x0112, 3, 1);
  header.writeUInt32LE(second, first + 14);
  header.writeUInt16LE(3, second);
  entry(second + 2, 0x0103, 3, 6);
  entry(second + 14, 0x0201, 4, header.length);
  entry(second + 26, 0x0202, 4, preview.length);
  const path = join(folder, `${side}.jpg`);
  const payload = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), header, preview]);
  const photo = await pipelineOf(gradientImage(64, 48)).jpeg().toBuffer();
  writeFileSync(path, insertSegments(photo, [{ marker: 0xe1, payload }]));
  return path;
}

test('the small picture of the camera is used, one that is no small picture is not decoded', async () => {
  const folder = temporaryFolder();
  const write = async (side: number): Promise<boolean> => {
    const targetPath = join(folder, `${side}.webp`);
    const isWritten = await writeEmbeddedPreview({ sourcePath: await photoWithPreview(folder, side), targetPath });
    expect(existsSync(targetPath)).toBe(isWritten);
    return isWritten;
  };
  expect(await write(160)).toBe(true);
  expect(await write(4200)).toBe(false);
});

/** Empty for the descriptor that the listing itself had. */
function linkOf(name: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${name}`);
  } catch {
    return '';
  }
}

test.skipIf(process.platform !== 'linux')('a photo whose EXIF cannot be understood is not left open', async () => {
  const folder = temporaryFolder();
  const photo = await pipelineOf(gradientImage(64, 48)).jpeg().toBuffer();
  const payload = Buffer.from('Exif\0\0II*\0\xff\xff\xff\x7f', 'latin1');
  const sourcePath = join(folder, 'broken.jpg');
  writeFileSync(sourcePath, insertSegments(photo, [{ marker: 0xe1, payload }]));
  await expect(writeEmbeddedPreview({ sourcePath, targetPath: join(folder, 'a.webp') })).resolves.toBe(false);
  const open = readdirSync('/proc/self/fd').map(linkOf);
  expect(open).not.toContain(sourcePath);
});
