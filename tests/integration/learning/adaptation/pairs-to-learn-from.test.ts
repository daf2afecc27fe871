import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { pairsToLearnFrom } from '#core/learning/adaptation/pairs-to-learn-from';
import { gradientImage, pipelineOf, savePicture } from '../../../support/sample-pictures.ts';
import { saying } from '../../../support/saying.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const context = { signal: new AbortController().signal, report: () => undefined };

test('of a set each telephoto is learned from, with its wide', async () => {
  const folder = temporaryFolder();
  for (const [index, name] of ['hut-wide', 'hut-tele-1', 'hut-tele-2', 'hut-tele-3', 'alone'].entries())
    await savePicture(folder, `${name}.png`, pipelineOf(gradientImage(64 + index, 48)).png());
  const pairs = await pairsToLearnFrom(folder, context);
  expect(pairs.map(({ widePath, telePath }) => [basename(widePath), basename(telePath)])).toEqual([
    ['hut-wide.png', 'hut-tele-1.png'],
    ['hut-wide.png', 'hut-tele-2.png'],
    ['hut-wide.png', 'hut-tele-3.png'],
  ]);
  mkdirSync(join(folder, 'empty'));
  await expect(pairsToLearnFrom(join(folder, 'empty'), context)).rejects.toMatchObject({
    code: 'invalid-request',
    said: saying(/no two belong together/),
  });
});
