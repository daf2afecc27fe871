import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { ExportFormat } from '#contract/export-settings';
import { appendGainMap } from '#core/photos/metadata/gain-map';
import { insertSegments } from '#core/photos/metadata/jpeg-segments';
import { createScratchImage } from '#core/photos/scratch/scratch-image';
import { writeImage } from '#core/photos/files/write-image';
import { gradientImage, pipelineOf } from '../../support/sample-pictures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { inEnglish } from '../../support/saying.ts';

const rdf = (inner: string): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${inner}</rdf:RDF></x:xmpmeta>`;

const mapDescription = rdf(
  '<rdf:Description rdf:about="" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0" hdrgm:GainMapMin="0" hdrgm:GainMapMax="2.5"' +
    ' hdrgm:Gamma="1" hdrgm:OffsetSDR="0.015625" hdrgm:OffsetHDR="0.015625" hdrgm:HDRCapacityMin="0" hdrgm:HDRCapacityMax="2.5" hdrgm:BaseRenditionIsHDR="False"/>',
);

const pictureDescription = (bytes: number): string =>
  rdf(
    '<rdf:Description rdf:about="" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" xmlns:Container="http://ns.google.com/photos/1.0/container/"' +
      ' xmlns:Item="http://ns.google.com/photos/1.0/container/item/" hdrgm:Version="1.0"><Container:Directory><rdf:Seq>' +
      '<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="Primary" Item:Mime="image/jpeg"/></rdf:li>' +
      `<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="GainMap" Item:Mime="image/jpeg" Item:Length="${bytes}"/></rdf:li>` +
      '</rdf:Seq></Container:Directory></rdf:Description>',
  );

/** A phone's HDR photo: bright on its right half, its map a quarter as wide, both stored as `orientation` says. */
async function hdrPhoto(folder: string, orientation: number, [width, height] = [32, 24]): Promise<string> {
  const grey = Uint8Array.from({ length: width * height }, (_, index) => (index % width < width / 2 ? 20 : 220));
  const encoded = await sharp(grey, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .jpeg({ quality: 95 })
    .toBuffer();
  const name = Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1');
  const map = insertSegments(encoded, [{ marker: 0xe1, payload: Buffer.concat([name, Buffer.from(mapDescription)]) }]);
  const path = join(folder, 'hdr.jpg');
  const picture = pipelineOf(gradientImage(128, 96))
    .withMetadata({ orientation })
    .withXmp(pictureDescription(map.length));
  writeFileSync(path, await picture.jpeg({ quality: 95 }).toBuffer());
  await appendGainMap(path, { jpeg: map, description: '' });
  return path;
}

async function writeFrom(
  folder: string,
  photo: string,
  size: { width: number; height: number },
  options: { format?: ExportFormat; crop?: { x: number; y: number; width: number; height: number } } = {},
): Promise<{ path: string; losses: string[] }> {
  const image = gradientImage(size.width, size.height);
  const scratch = createScratchImage(join(folder, 'scratch.tif'), image);
  scratch.writeRows(image.data);
  scratch.finish();
  const losses: string[] = [];
  const path = join(folder, 'result');
  await writeImage({
    scratchPath: join(folder, 'scratch.tif'),
    targetPath: path,
    settings: { format: options.format ?? 'jpeg', quality: 92, keepGps: true },
    metadataFrom: photo,
    software: 'Telewide',
    never: [],
    crop: options.crop ?? null,
    onLoss: (loss) => losses.push(inEnglish(loss)),
  });
  return { path, losses };
}

/** The mean of the map's left, right, upper and lower half, as a reader of such files finds it. */
async function halvesOf(path: string): Promise<{ width: number; height: number; means: number[] }> {
  const { gainMap } = await sharp(path).metadata();
  if (gainMap === undefined) throw new Error('Expected a gain map');
  const { data, info } = await sharp(gainMap.image).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const mean = (isIn: (x: number, y: number) => boolean): number => {
    const values = [...data].filter((_, index) => isIn(index % width, Math.floor(index / width)));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const means = [
    mean((x) => x < width / 2),
    mean((x) => x >= width / 2),
    mean((_, y) => y < height / 2),
    mean((_, y) => y >= height / 2),
  ];
  return { width, height, means };
}

describe('the HDR gain map of a photo', () => {
  it('is carried over enlarged, upright, with its description', async () => {
    const folder = temporaryFolder();
    const photo = await hdrPhoto(folder, 1);
    expect((await halvesOf(photo)).width).toBe(32);
    const { path, losses } = await writeFrom(folder, photo, { width: 256, height: 192 });
    expect(losses).toEqual([]);
    const { width, height, means } = await halvesOf(path);
    expect([width, height]).toEqual([64, 48]);
    expect(means[0]).toBeLessThan(40);
    expect(means[1]).toBeGreaterThan(200);
    const text = readFileSync(path, 'latin1');
    expect(text).toContain('hdrgm:GainMapMax="2.5"');
    expect(text.match(/Item:Semantic="GainMap"/g)).toHaveLength(1);
    const { width: pictureWidth } = await sharp(path).metadata();
    expect(pictureWidth).toBe(256);
  });

  it.each([
    [6, { width: 192, height: 256 }, 3],
    [3, { width: 256, height: 192 }, 0],
    [8, { width: 192, height: 256 }, 2],
    [2, { width: 256, height: 192 }, 0],
  ] as const)('turns with the picture from orientation %d', async (orientation, size, bright) => {
    const folder = temporaryFolder();
    const { path } = await writeFrom(folder, await hdrPhoto(folder, orientation), size);
    const { means, width, height } = await halvesOf(path);
    expect(width > height).toBe(size.width > size.height);
    expect(means.indexOf(Math.max(...means))).toBe(bright);
    expect(Math.max(...means)).toBeGreaterThan(200);
  });

  it('is cut like the photo', async () => {
    const folder = temporaryFolder();
    const crop = { x: 64, y: 0, width: 64, height: 96 };
    const { path } = await writeFrom(folder, await hdrPhoto(folder, 1), { width: 128, height: 192 }, { crop });
    const { width, height, means } = await halvesOf(path);
    expect([width, height]).toEqual([32, 48]);
    expect(Math.min(...means)).toBeGreaterThan(190);
  });

  it('is missed aloud where the format cannot hold it, and where it is of a kind that nobody can read', async () => {
    const folder = temporaryFolder();
    const photo = await hdrPhoto(folder, 1);
    const { losses } = await writeFrom(folder, photo, { width: 256, height: 192 }, { format: 'png' });
    expect(losses).toEqual([expect.stringContaining('gain map')]);
    const foreign = join(folder, 'foreign.jpg');
    const plain = await pipelineOf(gradientImage(128, 96)).jpeg().toBuffer();
    writeFileSync(foreign, Buffer.concat([plain, Buffer.from('urn:com:apple:photo:2020:aux:hdrgainmap')]));
    expect((await writeFrom(folder, foreign, { width: 256, height: 192 })).losses).toEqual([
      expect.stringContaining('gain map'),
    ]);
    writeFileSync(foreign, plain);
    expect((await writeFrom(folder, foreign, { width: 256, height: 192 })).losses).toEqual([]);
  });

  it('is missed aloud when it is damaged, or larger than the photo, and the photo is there', async () => {
    const folder = temporaryFolder();
    const damaged = await hdrPhoto(folder, 1);
    const bytes = readFileSync(damaged);
    bytes.fill(0, bytes.lastIndexOf(Buffer.from([0xff, 0xda])) - 40, bytes.length);
    writeFileSync(damaged, bytes);
    for (const photo of [damaged, await hdrPhoto(temporaryFolder(), 1, [160, 120])]) {
      const { path, losses } = await writeFrom(folder, photo, { width: 256, height: 192 });
      expect(losses).toEqual([expect.stringContaining('gain map')]);
      expect((await sharp(path).metadata()).width).toBe(256);
    }
  });
});
