import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import sharp from 'sharp';
import { silentLog } from '#core/ground/disk/log-file';
import { startWebShell } from '../../main/shells/web/web-shell.ts';
import { findChromium } from '../support/find-chromium.ts';

/**
 * How much of what the page shows by itself after an enhancement differs between before and result: the share of colour samples that
 * differ by more than 8 of 255, with the divider moved right out of the picture on either side. `npx tsx tests/bench/visible-gain.ts`
 * after `npm run build`; what is seen lies in build/visible-gain.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const pictures = join(root, 'build/visible-gain');
const pairs = {
  sample: join(root, 'native-models/sample-pair'),
  skyline: join(root, '../shared/data/pairs/skyline'),
};
mkdirSync(pictures, { recursive: true });
const browser = await chromium.launch({
  executablePath: findChromium(console.log).path,
  args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
});
for (const [name, folder] of Object.entries(pairs)) {
  if (existsSync(folder)) console.log(`${name}: ${await measure(name, folder)}`);
  else console.log(`${name}: skipped, there are no photos at ${folder}`);
}
await browser.close();

async function measure(name: string, folder: string): Promise<string> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'telewide-visible-'));
  const shell = await startWebShell({
    port: 0,
    dataFolder,
    resourcesFolder: root,
    programFolder: join(root, 'dist/main'),
    pageFolder: join(root, 'dist/renderer'),
    allowedFolders: [dataFolder],
    log: silentLog,
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(1_800_000);
  try {
    await page.goto(shell.url);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose two photos' }).click();
    await (await chooser).setFiles(['wide.jpg', 'tele.jpg'].map((file) => join(folder, file)));
    await page.getByRole('complementary').getByText('Good match').waitFor();
    await page.keyboard.press('e');
    await page.getByRole('slider', { name: 'Divider between before and after' }).waitFor();
    const zoom = await page.getByLabel('Zoom in percent').inputValue();
    await settled(page, join(pictures, `${name}.png`));
    await page.keyboard.press('1');
    const result = await settled(page, join(pictures, `${name}-result.png`));
    await page.keyboard.press('3');
    const before = await settled(page, join(pictures, `${name}-before.png`));
    const different = result.reduce((sum, value, at) => sum + (Math.abs(value - (before[at] ?? 0)) > 8 ? 1 : 0), 0);
    return `${((100 * different) / result.length).toFixed(1)} % of the samples differ, at ${zoom}`;
  } finally {
    await page.close();
    await shell.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** The picture and what lies over it, once nothing moves any more: colour samples row by row. Written to a file, too. */
async function settled(page: Page, path: string): Promise<Buffer> {
  let shot: Buffer = Buffer.alloc(0);
  for (;;) {
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(700);
    const now = await page.locator('[data-picture]').screenshot({ path });
    if (now.equals(shot)) break;
    shot = now;
  }
  return sharp(shot).removeAlpha().raw().toBuffer();
}
