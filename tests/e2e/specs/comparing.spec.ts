import sharp from 'sharp';
import { expect, look, openSamplePair, test } from './program-test.ts';

test('a result is compared in every way and saved with the map of its detail, without a mouse', async ({
  page,
  program,
}) => {
  await openSamplePair(page, program);
  await page.keyboard.press('e');
  const divider = page.getByRole('slider', { name: 'Divider between before and after' });
  await expect(divider).toBeVisible({ timeout: 150_000 });
  await look(page, 'compare-divider');
  await page.keyboard.press('r');
  await page.keyboard.press('r');
  await look(page, 'compare-turned');
  await page.keyboard.press('v');
  await expect(page.getByRole('radio', { name: 'Side by side' })).toBeChecked();
  await page.keyboard.press('z');
  await look(page, 'compare-side-by-side');
  await page.keyboard.press('n');
  await expect(divider).toHaveCount(0);
  await page.keyboard.press('l');
  await look(page, 'compare-loupe');
  await page.keyboard.press('l');
  await page.keyboard.press('d');

  await page.getByLabel('Before', { exact: true }).selectOption({ label: 'Without the telephoto – make it' });
  await expect(page.getByRole('option', { name: 'Without the telephoto', exact: true }).first()).toBeAttached({
    timeout: 120_000,
  });
  await page.getByLabel('Before', { exact: true }).blur();
  await page.keyboard.press('i');
  await page.mouse.move(300, 300);
  await expect(page.getByText(/8 bit/).first()).toBeVisible();
  await look(page, 'compare-without-telephoto');
  await page.keyboard.press('p');
  await expect(page.getByText('Photographed')).toBeVisible();
  await look(page, 'compare-provenance');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await look(page, 'shortcuts');
  await page.keyboard.press('Escape');

  await page.getByLabel('Format').selectOption('png');
  await page.getByLabel('Map of where detail came from').selectOption('As a picture beside the photo');
  const downloads: string[] = [];
  page.on('download', (download) => downloads.push(download.suggestedFilename()));
  const map = page.waitForEvent('download', (download) => download.suggestedFilename().endsWith('.provenance.png'));
  await page.getByLabel('Map of where detail came from').blur();
  await page.keyboard.press('s');
  const { width, height } = await sharp(await (await map).path()).metadata();
  // A map is as fine as it needs to be, and has the shape of the photo.
  expect((width ?? 0) / (height ?? 1)).toBeCloseTo(4 / 3, 1);
  await expect(page.getByRole('complementary').getByText('wide-telewide.png is in your downloads')).toBeVisible();
  expect(downloads.toSorted()).toEqual(['wide-telewide.png', 'wide-telewide.provenance.png']);
});
