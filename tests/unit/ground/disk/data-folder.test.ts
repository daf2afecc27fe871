import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataFolderAt, provenancePath, pyramidTilePath, resultPath } from '#core/ground/disk/data-folder';

test('the layout is as its page says', () => {
  const root = join('/', 'data');
  const data = dataFolderAt(root);
  expect(pyramidTilePath(data, 'ab12', 3, 4, 5)).toBe(join(root, 'cache', 'pyramids', 'ab12', '3', '4_5.webp'));
  expect(provenancePath(data, 'ab12')).toBe(join(root, 'cache', 'provenance', 'ab12.png'));
  expect(resultPath(data, 'ab12')).toBe(join(root, 'cache', 'results', 'ab12.tif'));
  expect(data.jobJournal).toBe(join(root, 'jobs.ndjson'));
});
