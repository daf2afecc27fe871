import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const root = join(import.meta.dirname, '../../..');

test('the example of the documentation enhances a pair', async () => {
  const folder = temporaryFolder();
  const [wide = '', tele = '', enhanced = ''] = ['wide.jpg', 'tele.jpg', 'enhanced.jpg'].map((name) =>
    join(folder, name),
  );
  for (const [name, path] of [
    ['wide', wide],
    ['tele', tele],
  ] as const)
    await sharp(join(root, `native-models/sample-pair/${name}.jpg`))
      .resize(480, 360)
      .toFile(path);
  const program = ['--import', 'tsx', 'main/documentation/enhance-a-pair.ts', wide, tele, enhanced];
  const { stdout } = await promisify(execFile)(process.execPath, program, { cwd: root });
  expect(stdout).toMatch(/enhanced\.jpg: [A-Z].*\.\n$/);
  expect(await sharp(enhanced).metadata()).toMatchObject({ width: 960, height: 720, format: 'jpeg' });
  expect(readdirSync(folder).toSorted()).toEqual(['enhanced.jpg', 'tele.jpg', 'wide.jpg']);
});
