import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { pretendGraphicsCard } from '../../support/pretend-graphics-card.ts';
import { expect, openPair, openResult, test } from './page-test.ts';

type Colour = [red: number, green: number, blue: number];

/** The picture as it is on the screen, without what lies over it. */
async function pictureOf(page: Page): Promise<{ data: Buffer; width: number; height: number }> {
  const shot = await page.locator('[data-picture] canvas').screenshot({ animations: 'disabled' });
  const { data, info } = await sharp(shot).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** The colour at a place of the picture's frame, given in shares of its width and height. */
async function colourAt(page: Page, across: number, down: number): Promise<Colour> {
  const { data, width, height } = await pictureOf(page);
  const first = (Math.round(down * height) * width + Math.round(across * width)) * 3;
  return [data[first] ?? 0, data[first + 1] ?? 0, data[first + 2] ?? 0];
}

/** The reds of a line across the picture. */
async function redsAcross(page: Page, down: number, from = 0, to = 1): Promise<number[]> {
  const { data, width, height } = await pictureOf(page);
  const row = Math.round(down * height) * width;
  return Array.from(
    { length: Math.floor((to - from) * width) },
    (_, index) => data[(row + Math.floor(from * width) + index) * 3] ?? 0,
  );
}

function zoomField(page: Page): Promise<string> {
  return page.getByLabel('Zoom in percent').inputValue();
}

test('nonsense in the zoom field changes nothing', async ({ page, host }) => {
  await openResult(page, host);
  const before = await zoomField(page);
  await page.getByLabel('Zoom in percent').fill('much');
  await page.keyboard.press('Enter');
  expect(await zoomField(page)).toBe(before);
});

test('zoom by typing, by keys, by buttons and by wheel', async ({ page, host }) => {
  await openResult(page, host);
  const fitted = await zoomField(page);
  await page.getByLabel('Zoom in percent').fill('150');
  await page.keyboard.press('Enter');
  await expect.poll(() => zoomField(page)).toBe('150 %');
  await page.locator('[data-picture]').focus();
  await page.keyboard.press('z');
  await expect.poll(() => zoomField(page)).toBe('100 %');
  await page.keyboard.press('+');
  await expect.poll(() => zoomField(page)).toBe('150 %');
  await page.keyboard.press('Shift+Z');
  await expect.poll(() => zoomField(page)).toBe('200 %');
  await page.keyboard.press('0');
  await expect.poll(() => zoomField(page)).toBe(fitted);
  await page.getByRole('button', { name: '100 %' }).click();
  await expect.poll(() => zoomField(page)).toBe('100 %');
  await page.mouse.move(400, 300);
  await page.mouse.wheel(0, -400);
  await expect.poll(() => zoomField(page)).toBe('200 %');
  // Two fingers on a trackpad go any way, in small steps: they move the picture.
  await page.waitForTimeout(350);
  const before = await redsAcross(page, 0.5);
  await page.mouse.wheel(30, 20);
  await page.mouse.wheel(40, 90);
  await expect.poll(async () => (await redsAcross(page, 0.5)).join() === before.join()).toBe(false);
  expect(await zoomField(page)).toBe('200 %');
});

test('a gliding zoom is painted on its way, not only at its end', async ({ page, host }) => {
  await openResult(page, host);
  await page.waitForLoadState('networkidle');
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  const painted = async (): Promise<number> =>
    (await redsAcross(page, 0.55, 0.05, 0.45)).reduce(
      (sum, value, index) => (sum * 31 + value * (index + 1)) % 1_000_003,
      7,
    );
  const seen = new Set([await painted()]);
  await page.keyboard.press('z');
  for (let frame = 0; frame < 6; frame += 1) {
    await page.clock.runFor(20);
    seen.add(await painted());
  }
  expect(seen.size).toBeGreaterThan(3);
});

test('the divider is a slider for keyboards and follows 1, 2 and 3', async ({ page, host }) => {
  await openResult(page, host);
  const divider = page.getByRole('slider', { name: 'Divider between before and after' });
  await expect(divider).toHaveAttribute('aria-valuenow', '50');
  await page.keyboard.press('3');
  await expect(divider).toHaveAttribute('aria-valuenow', '100');
  await page.keyboard.press('1');
  await expect(divider).toHaveAttribute('aria-valuenow', '0');
  await divider.focus();
  await page.keyboard.press('ArrowRight');
  await expect(divider).toHaveAttribute('aria-valuenow', '2');
  await page.keyboard.press('End');
  await page.keyboard.press('PageDown');
  await expect(divider).toHaveAttribute('aria-valuetext', '90 percent shows before');
});

test('two fingers zoom by as much as they spread', async ({ page, host }) => {
  await openResult(page, host);
  await page.getByRole('button', { name: '100 %' }).click();
  await expect.poll(() => zoomField(page)).toBe('100 %');
  const touch = await page.context().newCDPSession(page);
  const fingers = (...across: number[]) => across.map((x, id) => ({ x, y: 250, id }));
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: ReturnType<typeof fingers>) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints });
  await send('touchStart', fingers(200, 300));
  for (const spread of [110, 130, 150]) await send('touchMove', fingers(250 - spread / 2, 250 + spread / 2));
  await send('touchEnd', []);
  await expect.poll(() => zoomField(page)).toBe('150 %');
});

test('the divider can be dragged', async ({ page, host }) => {
  await openResult(page, host);
  const divider = page.getByRole('slider', { name: 'Divider between before and after' });
  const [from, frame] = [await divider.boundingBox(), await page.locator('[data-picture]').boundingBox()];
  if (from === null || frame === null) throw new Error('Expected a divider in a frame');
  await page.mouse.move(from.x + from.width / 2, 200);
  await page.mouse.down();
  await page.mouse.move(frame.x + frame.width * 0.25, 220, { steps: 4 });
  await page.mouse.up();
  await expect(divider).toHaveAttribute('aria-valuenow', '25');
});

test('before and after show the same place, sharp only after', async ({ page, host }) => {
  await openResult(page, host);
  const edges = async (): Promise<number> => {
    const row = await redsAcross(page, 0.6, 0.1, 0.45);
    return row.reduce((sum, value, index) => sum + (value - (row[index - 1] ?? value)) ** 2, 0);
  };
  const settled = async (): Promise<number> => {
    let last = -1;
    await expect
      .poll(async () => {
        const now = await edges();
        const isStill = now === last && now > 0;
        last = now;
        return isStill;
      })
      .toBe(true);
    return last;
  };
  await page.getByRole('button', { name: '100 %' }).click();
  await page.keyboard.press('1');
  const after = await settled();
  await page.keyboard.press('3');
  await expect.poll(edges).not.toBe(after);
  const before = await settled();
  expect(after).toBeGreaterThan(before * 1.15);
});

test('before is drawn as smoothly as after, and both as squares above 300 %', async ({ page, host }) => {
  await openResult(page, host);
  const evenNeighbours = async (): Promise<number> => {
    const reds = await redsAcross(page, 0.6, 0.1, 0.45);
    return reds.filter((red, index) => red === reds[index - 1]).length / reds.length;
  };
  const shareAt = async (percent: string, split: string): Promise<number> => {
    await page.getByLabel('Zoom in percent').fill(percent);
    await page.keyboard.press('Enter');
    await expect.poll(() => zoomField(page)).toBe(`${percent} %`);
    await page.locator('[data-picture]').focus();
    await page.keyboard.press(split);
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(200);
    return evenNeighbours();
  };
  // Above 300 % a pixel of the result is a square, and the wide photo is shown enlarged to the same grid.
  expect(await shareAt('200', '3')).toBeLessThan(0.7);
  expect(await shareAt('400', '3')).toBeGreaterThan(0.74);
  expect(await shareAt('400', '1')).toBeGreaterThan(0.74);
});

test('only the tiles in sight are fetched', async ({ page, host }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await openResult(page, host);
  await page.getByLabel('Zoom in percent').fill('400');
  await page.keyboard.press('Enter');
  await expect.poll(() => zoomField(page)).toBe('400 %');
  await page.waitForTimeout(400);
  const finest = new Set(asked.filter((path) => /\/media\/pyramid\/(cc)+\/4\//.test(path)));
  // A frame of 1000 x 750 device pixels at 400 % meets 2 x 2 tiles of 256, of 10 x 8 in the picture.
  expect(finest.size).toBeGreaterThan(0);
  expect(finest.size).toBeLessThan(20);
});

test('holding B or the button shows before', async ({ page, host }) => {
  await openResult(page, host);
  const divider = page.getByRole('slider', { name: 'Divider between before and after' });
  await page.keyboard.down('b');
  await expect(divider).toHaveCount(0);
  await page.keyboard.up('b');
  await expect(divider).toBeVisible();
  const hold = page.getByRole('button', { name: 'Hold to see before' });
  await hold.hover();
  await page.mouse.down();
  await expect(hold).toHaveAttribute('aria-pressed', 'true');
  await page.mouse.up();
  await expect(hold).toHaveAttribute('aria-pressed', 'false');
});

test('the overlay colours what the telephoto saw, and the legend sums it up', async ({ page, host }) => {
  await openResult(page, host);
  await page.keyboard.press('1');
  await expect.poll(() => colourAt(page, 0.5, 0.35)).not.toEqual([0, 0, 0]);
  const plain = await colourAt(page, 0.5, 0.35);
  await page.getByRole('switch', { name: 'Show where detail came from' }).check();
  await expect(page.getByText('Photographed')).toBeVisible();
  await expect(page.getByText('67 %')).toBeVisible();
  await expect
    .poll(async () => {
      const [red, , blue] = await colourAt(page, 0.5, 0.35);
      return blue - red > plain[2] - plain[0] + 20;
    })
    .toBe(true);
  const corner = await colourAt(page, 0.1, 0.1);
  await page.keyboard.press('p');
  await expect(page.getByText('Photographed')).toHaveCount(0);
  expect(await colourAt(page, 0.1, 0.1)).toEqual(corner);
});

test('the overlay makes room for itself when only before is in sight', async ({ page, host }) => {
  await openResult(page, host);
  const divider = page.getByRole('slider', { name: 'Divider between before and after' });
  await page.keyboard.press('3');
  await expect(divider).toHaveAttribute('aria-valuenow', '100');
  await page.getByRole('switch', { name: 'Show where detail came from' }).check();
  await expect(divider).toHaveAttribute('aria-valuenow', '0');
});

test('the telephoto can stand for before', async ({ page, host }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await openResult(page, host);
  await page.getByLabel('Before', { exact: true }).selectOption('tele');
  await expect.poll(() => asked.some((url) => /\/media\/pyramid\/(bb)+\/[1-9]/.test(url))).toBe(true);
});

test('overlap and comparison change places', async ({ page, host }) => {
  await openResult(page, host);
  await page.keyboard.press('c');
  await expect(page.getByRole('group', { name: /outline of the telephoto/ })).toBeVisible();
  await page.getByRole('radio', { name: 'Compare' }).check({ force: true });
  await expect(page.getByRole('slider', { name: 'Divider between before and after' })).toBeVisible();
});

test('the divider turns by key, by its knob and back', async ({ page, host }) => {
  await openResult(page, host);
  const angle = page.getByRole('slider', { name: 'Angle of the divider' });
  await page.keyboard.press('r');
  await expect(angle).toHaveAttribute('aria-valuenow', '15');
  await page.keyboard.press('Shift+R');
  await expect(angle).toHaveAttribute('aria-valuenow', '0');
  await angle.focus();
  for (let turn = 0; turn < 6; turn += 1) await page.keyboard.press('PageUp');
  await expect(angle).toHaveAttribute('aria-valuenow', '90');
  const divider = page.getByRole('slider', { name: 'Divider between before and after' });
  await expect(divider).toHaveAttribute('aria-valuenow', '50');
  await divider.dblclick();
  await expect(angle).toHaveAttribute('aria-valuenow', '0');
});

test('side by side shows the same place twice, and both move together', async ({ page, host }) => {
  await openResult(page, host);
  await page.getByLabel('Before', { exact: true }).selectOption('result');
  await page.keyboard.press('v');
  await expect(page.getByRole('radio', { name: 'Side by side' })).toBeChecked();
  await page.keyboard.press('z');
  await expect.poll(() => zoomField(page)).toBe('100 %');
  await page.mouse.move(300, 420);
  await page.mouse.down();
  await page.mouse.move(243, 391, { steps: 3 });
  await page.mouse.up();
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(300);
  const { data, width, height } = await pictureOf(page);
  const side = Math.floor((width - 2) / 2);
  const differences = [0.3, 0.5, 0.7].flatMap((down) =>
    Array.from({ length: side - 80 }, (_, x) => {
      const row = Math.round(down * height) * width;
      return Math.abs((data[(row + x + 40) * 3] ?? 0) - (data[(row + width - side + x + 40) * 3] ?? 0));
    }),
  );
  expect(Math.max(...differences)).toBeLessThanOrEqual(2);
});

test('one at a time, holding a key shows the other', async ({ page, host }) => {
  await openResult(page, host);
  await page.keyboard.press('n');
  await expect(page.getByRole('slider', { name: 'Divider between before and after' })).toHaveCount(0);
  await page.keyboard.down('b');
  await expect(page.getByRole('button', { name: 'Hold to see before' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.up('b');
  await expect(page.getByRole('button', { name: 'Hold to see before' })).toHaveAttribute('aria-pressed', 'false');
});

test('the result without the telephoto is made when it is wanted', async ({ page, host }) => {
  await openResult(page, host);
  await page.getByLabel('Before', { exact: true }).selectOption({ label: 'Without the telephoto – make it' });
  await expect.poll(() => host.engine.calls.some(({ name }) => name === 'comparison.start')).toBe(true);
  await expect(page.getByRole('option', { name: 'Without the telephoto', exact: true }).first()).toBeAttached();
});

test('pixel values come from the picture and its own profile', async ({ page, host }) => {
  await openResult(page, host);
  await page.keyboard.press('z');
  await expect.poll(() => zoomField(page)).toBe('100 %');
  await page.keyboard.press('i');
  await page.mouse.move(300, 500);
  await expect(page.getByText('8 bit, Display P3').first()).toBeVisible();
  const asked = host.engine.calls.filter(({ name }) => name === 'picture.read-pixel').map(({ params }) => params);
  expect(asked).toHaveLength(2);
  const places = asked.map((params) => params as { x: number; y: number });
  // The wide photo has half the pixels of the result.
  expect(Math.abs((places[0]?.x ?? 0) - (places[1]?.x ?? 0) / 2)).toBeLessThanOrEqual(1);
});

test('the plain canvas serves where there is no WebGL', async ({ page, host }) => {
  await page.addInitScript(`{
    const get = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      return kind === 'webgl2' ? null : get.call(this, kind, ...rest);
    };
  }`);
  await page.reload();
  await openResult(page, host);
  await expect(page.locator('[data-picture]')).toHaveAttribute('data-renderer', 'canvas');
  await expect.poll(async () => new Set(await redsAcross(page, 0.6, 0.1, 0.9)).size).toBeGreaterThan(20);
});

for (const [drawn, named] of [
  ['webgl', 'ANGLE (NVIDIA, NVIDIA GeForce RTX 4070, OpenGL 4.6)'],
  ['canvas', 'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)'],
  ['canvas', 'llvmpipe (LLVM 17.0.6, 256 bits)'],
] as const) {
  test(`pictures are drawn by ${drawn} where the graphics are ${named}`, async ({ page, host }) => {
    await page.addInitScript(pretendGraphicsCard, named);
    await page.reload();
    await openPair(page, host);
    await expect(page.locator('[data-picture]').first()).toHaveAttribute('data-renderer', drawn);
  });
}

test('what is seen of the result is copied in its own pixels', async ({ page, host }) => {
  host.engine.handlers['shell.describe'] = () => ({ kind: 'desktop', version: '1.0.0', platform: 'linux' });
  await page.reload();
  await openResult(page, host);
  await page.keyboard.press('z');
  await page.keyboard.press('Control+c');
  await expect(page.getByText('pixels are on the clipboard')).toBeVisible();
  const copied = host.engine.calls.find(({ name }) => name === 'shell.copy-picture')?.params as { png: string };
  const { format, width, height } = await sharp(Buffer.from(copied.png, 'base64')).metadata();
  expect(format).toBe('png');
  expect(width).toBeGreaterThan(500);
  expect(height).toBeGreaterThan(300);
});
