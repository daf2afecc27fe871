import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { PixelImage } from '#core/photos/pixel-image';
import { layeredScene } from '../support/layered-scenes.ts';
import { hasRealPhotos, realPhotos } from '../support/real-photos.ts';
import { pipelineOf } from '../support/sample-pictures.ts';
import { photoScenes } from '../support/scene-photos.ts';
import { photographScene, simulatedPhones } from '../support/simulated-phones.ts';

/**
 * Writes sets of simulated pairs with truth, the same ones every time, for `telewide evaluate <folder>/<set> --protocol triples`:
 *
 * - parallax: a slanted ground and nine objects, up to 12 wide pixels between near and far, a thousand pixels of truth a side;
 * - phones: the four simulated phones, the test scenes of `tests/bench/adaptation.ts` without its JPEG.
 *
 *   npx tsx tests/bench/make-sets.ts <folder> [--scenes 6]
 */
const { values, positionals } = parseArgs({
  options: { scenes: { type: 'string', default: '6' } },
  allowPositionals: true,
});
const [folder] = positionals;
if (folder === undefined) throw new Error('Expected the folder to write the sets to.');
if (!hasRealPhotos) throw new Error(`There are no photos at ${realPhotos}: nothing to simulate pairs with.`);

for (let index = 0; index < Number(values.scenes); index += 1) {
  const { wide, tele, truth } = await layeredScene(index, 12);
  await write('parallax', `scene-${index}`, { wide, tele, true: truth });
}
const scenes = await photoScenes(10);
for (const [number, phone] of simulatedPhones.entries()) {
  for (const [index, scene] of scenes.entries()) {
    if (index < 5) continue;
    const { wide, tele } = photographScene(scene, phone, 100 * number + index + 1);
    await write('phones', `${phone.name.replaceAll(' ', '-')}-${index}`, { wide, tele, true: scene });
  }
}

async function write(set: string, name: string, pictures: Record<string, PixelImage>): Promise<void> {
  mkdirSync(join(folder ?? '', set), { recursive: true });
  for (const [part, picture] of Object.entries(pictures))
    await pipelineOf(picture)
      .png()
      .toFile(join(folder ?? '', set, `${name}-${part}.png`));
}
