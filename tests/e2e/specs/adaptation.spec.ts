import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, openSamplePair, test } from './program-test.ts';

const folder = 'build/screenshots/adaptation';

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

/** A few steps show nothing about the network: what is tested is the way there and back. */
test('a phone is learned: started, paused, reloaded, resumed, judged, adopted, used, exported, taken back, deleted, imported', async ({
  page,
  program,
}) => {
  test.setTimeout(600_000);
  await openSamplePair(page, program);
  await page.getByText('Model and device:').click();
  await page.getByRole('button', { name: 'Tune it to your phone' }).click();
  await expect(page.getByRole('checkbox', { name: /wide\.jpg/ })).toBeChecked();
  await page.getByLabel('Name of your model').fill('Mine');
  await page.getByLabel('Time to learn').fill('0.1');
  await page.getByRole('button', { name: 'Start learning' }).click();

  const progress = page.getByRole('progressbar', { name: 'Progress of learning' });
  await expect(progress).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('What was learned is kept.', { exact: true }).first()).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Models: tune one to your phone' }).click();
  await expect(page.getByRole('heading', { name: 'Mine' })).toBeVisible();
  await page.getByRole('button', { name: 'Go on learning' }).click();
  await expect(progress).toBeVisible();

  const verdict = page.getByRole('region', { name: /Your model is better|It did not become better/ });
  await expect(verdict).toBeVisible({ timeout: 300_000 });
  await expect(page.getByRole('slider', { name: 'Divider between Before and After' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'What was found out about your camera' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await expectAccessible(page);
  await page.screenshot({ path: `${folder}/real-verdict.png`, fullPage: true });

  const adopt = page.getByRole('button', { name: 'Adopt it and use it' });
  if (await adopt.isVisible()) await adopt.click();
  else {
    await page.getByRole('button', { name: 'Try it all the same' }).click();
    await page.getByRole('button', { name: 'Use it at my own risk' }).click();
  }
  await expect(page.getByText('Your photos are enhanced with this model.')).toBeVisible();
  await expectAccessible(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('mine.telewide-model');
  const modelPath = test.info().outputPath('mine.telewide-model');
  await file.saveAs(modelPath);

  await page.getByRole('button', { name: 'Back to the photos' }).click();
  await page.getByText('Model and device: Mine').click();
  await expect(page.getByRole('radio', { name: /Mine/ })).toBeChecked();
  await page.keyboard.press('Shift+C');
  await page.keyboard.press('g');
  await page.getByRole('button', { name: 'Enhance', exact: true }).click();
  await expect(page.getByRole('slider', { name: 'Divider between before and after' })).toBeVisible({
    timeout: 200_000,
  });

  await page.keyboard.press('Shift+M');
  await page.getByRole('button', { name: /^Mine Yours/ }).click();
  await page.getByRole('button', { name: 'Go back to Fast' }).click();
  await expect(page.getByRole('button', { name: 'Use for enhancing' })).toBeVisible();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('button', { name: /^Mine Yours/ })).toHaveCount(0);

  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import a model' }).click();
  await (await chooser).setFiles(modelPath);
  await expect(page.getByRole('button', { name: /^Mine Yours/ })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Where it comes from' })).toBeVisible();
  await page.screenshot({ path: `${folder}/real-model.png`, fullPage: true });
});
