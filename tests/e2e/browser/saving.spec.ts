import { say } from '#contract/messages';
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

test('what a saved file does not hold is told', async ({ page, host }) => {
  await openResult(page, host);
  host.engine.emit('export.told', { pairId: 'pair', losses: [say('writing.gain-map-format')] });
  await expect(page.getByText('The file is saved, but not with everything')).toBeVisible();
  await expect(page.getByText('only a JPEG can hold it here')).toBeVisible();
});

test('a lossless format has no quality', async ({ page, host }) => {
  await openResult(page, host);
  await expect(page.getByLabel('Quality')).toBeVisible();
  await page.getByLabel('Format').selectOption('png');
  await expect(page.getByLabel('Quality')).toHaveCount(0);
});

test('what will be written is told as the choices change: size, print, colours, file', async ({ page, host }) => {
  await openResult(page, host);
  const facts = page.getByLabel('What is written');
  await expect(facts).toContainText('2400 × 1800');
  await expect(facts).toContainText('20.3 × 15.2 cm');
  await expect(facts).toContainText('Display P3, 8 bits');
  await expect(facts).toContainText('about 9.2 MB');
  await page.getByLabel('Quality').fill('50');
  await expect(facts).toContainText('about 5.0 MB');
  await page.getByLabel('Pixels per inch').fill('100');
  await expect(facts).toContainText('61.0 × 45.7 cm');
  const panel = page.getByRole('region', { name: 'Save', exact: true });
  await panel.getByText('More choices').click();
  await panel.getByLabel('Size').selectOption('As large as the photo');
  await panel.getByLabel('Colour profile').selectOption('sRGB');
  await page.getByLabel('Format').selectOption('png');
  await panel.getByLabel('Bits per channel').selectOption('16');
  await panel.getByRole('switch', { name: "The photo's own file time" }).check();
  await expect(facts).toContainText('1200 × 900');
  await expect(facts).toContainText('sRGB, 16 bits');
  await page.getByRole('button', { name: 'Download photo' }).click();
  await expect(page.getByText('is in your downloads')).toBeVisible();
  const exported = host.engine.calls.find(({ name }) => name === 'export.start');
  expect(exported?.params).toMatchObject({
    settings: {
      format: 'png',
      size: { kind: 'percent', percent: 50 },
      profile: 'srgb',
      bitDepth: 16,
      keepsFileTime: true,
    },
  });
});

test('on the desktop a saved photo is shown in its folder and dragged elsewhere', async ({ page, host }) => {
  host.engine.handlers['shell.describe'] = () => ({ kind: 'desktop', version: '1.0.0', platform: 'linux' });
  host.engine.handlers['shell.choose-save-path'] = () => ({ path: '/photos/better.jpg', downloadUrl: null });
  await page.reload();
  await openResult(page, host);
  await page.getByRole('button', { name: 'Save photo …' }).click();
  await page.getByRole('button', { name: 'Show in folder' }).click();
  const called = (wanted: string): unknown => host.engine.calls.findLast(({ name }) => name === wanted)?.params;
  await expect.poll(() => called('shell.show-file')).toEqual({ path: '/photos/better.jpg' });
  await page.getByRole('button', { name: 'Drag it elsewhere' }).dispatchEvent('dragstart');
  await expect.poll(() => called('shell.drag-file')).toEqual({ path: '/photos/better.jpg' });
});

test('the histogram of the result is there before it is saved', async ({ page, host }) => {
  await openResult(page, host);
  await expect(page.getByRole('img', { name: 'Histogram of the result' })).toBeVisible();
  await expect(page.getByText('fully bright')).toBeVisible();
});
