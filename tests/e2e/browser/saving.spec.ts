import { expect, openResult, test } from './page-test.ts';

test('a failure to save says why', async ({ page, host }) => {
  await openResult(page, host);
  const start = host.engine.handlers['export.start'];
  host.engine.handlers['export.start'] = (params) => {
    const started = start(params);
    host.engine.setJob('export', {
      name: 'failed',
      error: { code: 'out-of-disk', message: { raw: 'The disk is full.' } },
    });
    return started;
  };
  await page.getByRole('button', { name: 'Download photo' }).click();
  await expect(page.getByText('The photo was not saved')).toBeVisible();
  await expect(page.getByText('The disk is full.')).toBeVisible();
});

test('saving asks where, writes, and fetches the file into the downloads', async ({ page, host }) => {
  await openResult(page, host);
  await page.getByLabel('Format').selectOption('webp');
  await page.getByLabel('Quality').fill('80');
  await page.getByRole('switch', { name: 'Keep the location' }).uncheck();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download photo' }).click();
  expect((await download).suggestedFilename()).toBe('wide-telewide.webp');
  await expect(page.getByText('wide-telewide.webp is in your downloads')).toBeVisible();
  const exported = host.engine.calls.find(({ name }) => name === 'export.start');
  expect(exported?.params).toMatchObject({
    path: '/downloads/wide-telewide.webp',
    settings: { format: 'webp', quality: 80, keepGps: false },
  });
});

test('the map of where detail came from is fetched beside the photo', async ({ page, host }) => {
  await openResult(page, host);
  await page.getByLabel('Map of where detail came from').selectOption('As a picture beside the photo');
  const downloads: string[] = [];
  page.on('download', (download) => downloads.push(download.suggestedFilename()));
  await page.getByRole('button', { name: 'Download photo' }).click();
  await expect.poll(() => downloads.toSorted()).toEqual(['wide-telewide.jpg', 'wide-telewide.provenance.png']);
  const exported = host.engine.calls.find(({ name }) => name === 'export.start');
  expect(exported?.params).toMatchObject({ settings: { provenance: 'side-file' } });
});

test('a lossless format has no quality', async ({ page, host }) => {
  await openResult(page, host);
  await expect(page.getByLabel('Quality')).toBeVisible();
  await page.getByLabel('Format').selectOption('png');
  await expect(page.getByLabel('Quality')).toHaveCount(0);
});
