import { loadavg } from 'node:os';
import { chromium } from '@playwright/test';
import { makeFakePictures } from '../e2e/browser/fake-pictures.ts';
import { startFakeHost } from '../e2e/browser/fake-host.ts';
import { pretendGraphicsCard } from '../support/pretend-graphics-card.ts';
import { findChromium } from '../support/find-chromium.ts';

/**
 * Frames while a pair of 12 and 48 megapixels is panned and zoomed in the comparison, in Chromium as it draws here (without a graphics
 * card by software, on the plain canvas; `webgl` as argument for WebGL all the same). `npx tsx tests/bench/viewer.ts` after `npm run build`.
 */
const host = await startFakeHost(makeFakePictures({ width: 4032, height: 3024 }));
const browser = await chromium.launch({
  executablePath: findChromium(console.log).path,
  args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  // What runs this file names functions by a helper that the page does not have.
  await page.addInitScript('globalThis.__name = (named) => named');
  if (process.argv.includes('webgl')) await page.addInitScript(pretendGraphicsCard);
  await page.goto(host.url);
  host.engine.openPhotos(['wide.jpg', 'tele.jpg']);
  await page.getByRole('button', { name: 'Enhance', exact: true }).click();
  await page.getByRole('progressbar', { name: 'Progress of the enhancement' }).waitFor();
  host.engine.finishEnhancement();
  await page.getByRole('slider', { name: 'Divider between before and after' }).waitFor();
  const renderer = await page.locator('[data-picture]').getAttribute('data-renderer');
  console.log(`drawn by ${renderer ?? ''}, ${await graphicsName()}, load ${loadavg()[0]?.toFixed(1) ?? ''} before`);
  for (const percent of ['fit', '50', '100', '200', '400']) {
    if (percent === 'fit') await page.keyboard.press('0');
    else {
      await page.getByLabel('Zoom in percent').fill(percent);
      await page.keyboard.press('Enter');
    }
    await page.locator('[data-picture]').focus();
    await page.waitForLoadState('networkidle');
    report(`pan at ${percent}`, await framesWhile('pan'));
    report(`zoom from ${percent}`, await framesWhile('zoom'));
  }

  async function framesWhile(movement: 'pan' | 'zoom'): Promise<number[]> {
    return page.evaluate(async (kind) => {
      const picture = document.querySelector<HTMLElement>('[data-picture]');
      if (picture === null) throw new Error('Expected a picture');
      const box = picture.getBoundingClientRect();
      const at = (x: number, y: number) => ({
        bubbles: true,
        clientX: box.left + box.width / 2 + x,
        clientY: box.top + box.height / 2 + y,
        pointerId: 1,
        button: 0,
      });
      picture.setPointerCapture = () => undefined;
      if (kind === 'pan') picture.dispatchEvent(new PointerEvent('pointerdown', at(0, 0)));
      const times: number[] = [];
      let last = performance.now();
      for (let frame = 0; frame < 90; frame += 1) {
        const turn = (frame / 90) * 2 * Math.PI;
        if (kind === 'pan')
          picture.dispatchEvent(new PointerEvent('pointermove', at(240 * Math.sin(turn), 160 * Math.sin(2 * turn))));
        else
          picture.dispatchEvent(
            new WheelEvent('wheel', { ...at(0, 0), deltaY: 6 * Math.cos(turn), ctrlKey: true, cancelable: true }),
          );
        const now = await new Promise<number>((done) => requestAnimationFrame(() => done(performance.now())));
        times.push(now - last);
        last = now;
      }
      picture.dispatchEvent(new PointerEvent('pointerup', at(240, 160)));
      return times.slice(1);
    }, movement);
  }

  async function graphicsName(): Promise<string> {
    return page.evaluate(() => {
      const gl = document.createElement('canvas').getContext('webgl2');
      const info = gl?.getExtension('WEBGL_debug_renderer_info');
      return String(gl?.getParameter(info?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER) ?? 'no WebGL');
    });
  }
} finally {
  await browser.close();
  await host.close();
}

function report(name: string, times: readonly number[]): void {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const mean = times.reduce((sum, one) => sum + one, 0) / times.length;
  console.log(
    `  ${name.padEnd(14)} ${(1000 / mean).toFixed(1).padStart(5)} frames a second, median ${at(0.5).toFixed(1)} ms, 95th percentile ${at(0.95).toFixed(1)} ms`,
  );
}
