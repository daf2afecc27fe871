import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { checkFolders } from '#core/export/queue/check-folders';
import type { QueueJob } from '#core/export/queue/queue-job';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let share: string;
let elsewhere: string;

beforeEach(() => {
  const root = temporaryFolder();
  [share, elsewhere] = [join(root, 'share'), join(root, 'private')];
  for (const folder of [share, elsewhere]) {
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.jpg'), '');
  }
});

function check(
  change: Partial<{ outputFolder: string; target: string; widePath: string; telePath: string }>,
): Promise<void> {
  const {
    outputFolder = join(share, 'out'),
    target = 'b.jpg',
    widePath = join(share, 'a.jpg'),
    telePath = null,
  } = change;
  return checkFolders(
    { outputFolder, target, item: { widePath, teles: telePath === null ? [] : [{ path: telePath }] } } as QueueJob,
    [share],
  );
}

test('a job inside its folders passes, whatever is not there yet', async () => {
  await check({});
  await check({ outputFolder: share });
  await check({ outputFolder: join(share, 'deep', 'new'), target: 'tree/b.jpg', telePath: join(share, 'absent.jpg') });
});

test('one that leads out by its words is refused', async () => {
  const ways = [
    { widePath: join(elsewhere, 'a.jpg') },
    { telePath: join(share, '..', 'private', 'a.jpg') },
    { target: '../../private/b.jpg' },
    { outputFolder: join(elsewhere, 'out'), target: '../../share/b.jpg' },
    { outputFolder: `${share}-too` },
  ];
  for (const way of ways) await expect(check(way), JSON.stringify(way)).rejects.toMatchObject({ code: 'not-allowed' });
});

test.skipIf(process.platform === 'win32')('one that leads out by a link is refused', async () => {
  symlinkSync(elsewhere, join(share, 'link'));
  const ways = [
    { widePath: join(share, 'link', 'a.jpg'), outputFolder: share },
    { outputFolder: join(share, 'link', 'new') },
    { outputFolder: share, target: 'link/b.jpg' },
  ];
  for (const way of ways) await expect(check(way), JSON.stringify(way)).rejects.toMatchObject({ code: 'not-allowed' });
});

test.skipIf(process.platform === 'win32')(
  'a link that stays inside passes, and so does a folder that is named by one',
  async () => {
    symlinkSync(join(share, 'a.jpg'), join(share, 'link.jpg'));
    await check({ widePath: join(share, 'link.jpg') });
    symlinkSync(share, join(share, '..', 'way'));
    const job = {
      outputFolder: join(share, 'out'),
      target: 'b.jpg',
      item: { widePath: join(share, 'a.jpg'), teles: [] },
    };
    await checkFolders(job as unknown as QueueJob, [join(share, '..', 'way')]);
  },
);
