import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { pipelineOf } from '../../support/sample-pictures.ts';
import { paintScene } from '../../support/simulated-pair.ts';
import { simulatedPhones } from '../../support/simulated-phones.ts';
import { photographSet } from '../../support/telephoto-set.ts';
import { expect, look, test } from './program-test.ts';

/** One wide photo and four telephotos of a painted view, as files. */
async function writeSet(folder: string): Promise<{ wide: string; teles: string[] }> {
  const phone = simulatedPhones[3];
  if (phone === undefined) throw new Error('Expected a simulated phone');
  const scene = paintScene({ width: 1600, height: 1200 }, 5);
  const set = photographSet({ scene, phone, zoom: 3, along: 2, covered: 0.9, each: 0.55, parallax: 0.4, seed: 2 });
  const images = [set.wide, ...set.teles.map(({ image }) => image)];
  const [wide = '', ...teles] = images.map((_, index) =>
    join(folder, index === 0 ? 'view.png' : `zoomed-${index}.png`),
  );
  await Promise.all(
    [wide, ...teles].map((path, index) =>
      pipelineOf(images[index] ?? set.wide)
        .png()
        .toFile(path),
    ),
  );
  return { wide, teles };
}

/** Carries files over the window and lets go of them above what is named so. */
async function drop(page: Page, paths: readonly string[], onto: RegExp): Promise<void> {
  const files = paths.map((path) => ({
    name: path.split('/').at(-1) ?? '',
    bytes: readFileSync(path).toString('base64'),
  }));
  const carried = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const { name, bytes } of all) {
      const data = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([data], name, { type: 'image/png' }));
    }
    return transfer;
  }, files);
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: carried });
  const place = page.getByText(onto);
  await expect(place).toBeVisible();
  await look(page, 'telephotos-drop');
  await place.dispatchEvent('drop', { dataTransfer: carried });
}

test('telephotos are dropped onto a photo, one is switched off, the set is enhanced at auto, compared and saved', async ({
  page,
  program,
}) => {
  test.setTimeout(300_000);
  const { wide, teles } = await writeSet(program.allowedFolder);
  await page.goto(program.url);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose two photos' }).click();
  await (await chooser).setFiles(wide);
  const panel = page.getByRole('complementary');
  await expect(panel.getByText('Alone')).toBeVisible({ timeout: 60_000 });

  await drop(page, teles, /Let go here: telephotos of view\.png/);
  const list = panel.getByRole('list', { name: 'Telephotos' });
  await expect(list.getByRole('listitem')).toHaveCount(4, { timeout: 60_000 });
  await expect(list.getByTitle('Good match')).toHaveCount(4, { timeout: 120_000 });
  const coverage = panel.getByText(/^\d+\s?% of the picture seen by a telephoto$/);
  const seen = async (): Promise<number> => Number.parseInt(await coverage.innerText(), 10);
  const all = await seen();
  expect(all).toBeGreaterThan(70);
  await look(page, 'telephotos-set');

  await page.getByRole('button', { name: 'Look at telephoto 3', exact: true }).click();
  await expect(page.getByText('Telephoto 3', { exact: true })).toBeVisible();
  await list.getByRole('checkbox', { name: 'Use telephoto 2' }).uncheck();
  await expect.poll(seen).toBeLessThan(all - 10);
  await expect(panel.getByText('Another photo would help most in the dotted frame.')).toBeVisible();
  await list.getByRole('button', { name: 'Put telephoto 1 in front' }).click();
  await expect(list.getByRole('button', { name: 'Put telephoto 1 in front' })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('radio', { name: 'Auto', exact: true }).check();
  await expect(panel.getByText(/1,?200 × 900/)).toBeVisible();
  await look(page, 'telephotos-choices');

  await page.getByRole('button', { name: 'Enhance', exact: true }).click();
  await expect(page.getByRole('slider', { name: 'Divider between before and after' })).toBeVisible({
    timeout: 200_000,
  });
  await page.getByRole('switch', { name: 'Show where detail came from' }).check();
  const givers = page.getByRole('list', { name: 'Which telephoto it comes from' });
  await expect(givers.getByRole('listitem')).toHaveText([
    /by telephoto 1, zoomed-1/,
    /by telephoto 3, zoomed-3/,
    /by telephoto 4, zoomed-4/,
  ]);
  await look(page, 'telephotos-result');

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download photo' }).click();
  const { width, height } = await sharp(await (await download).path()).metadata();
  expect([width, height]).toEqual([1200, 900]);
});
