import type { Page } from '@playwright/test';
import { expect, openResult, test } from './page-test.ts';

type Colour = [red: number, green: number, blue: number];

/** The colour of the canvas at a place of the picture's frame, given in shares of its width and height. */
function colourAt(page: Page, across: number, down: number): Promise<Colour> {
  return page.locator('canvas').evaluate(
    (canvas: HTMLCanvasElement, place) => {
      const context = canvas.getContext('2d');
      const [x, y] = [Math.round(place.across * canvas.width), Math.round(place.down * canvas.height)];
      const [red = 0, green = 0, blue = 0] = context?.getImageData(x, y, 1, 1, { colorSpace: 'srgb' }).data ?? [];
      return [red, green, blue] as Colour;
    },
    { across, down },
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
});

test('a gliding zoom is painted on its way, not only at its end', async ({ page, host }) => {
  await openResult(page, host);
  await page.waitForLoadState('networkidle');
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  const painted = (): Promise<number> =>
    page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const row = canvas.getContext('2d')?.getImageData(0, canvas.height / 2, canvas.width / 2, 1);
      return [...(row?.data ?? [])].reduce((sum, value, index) => (sum * 31 + value * (index + 1)) % 1_000_003, 7);
    });
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
    const row = await page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const y = Math.round(canvas.height * 0.5);
      return [...(canvas.getContext('2d')?.getImageData(0, y, canvas.width, 1).data ?? [])].filter(
        (_, index) => index % 4 === 0,
      );
    });
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
  const evenNeighbours = (): Promise<number> =>
    page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const row = canvas.getContext('2d')?.getImageData(0, Math.round(canvas.height * 0.5), canvas.width, 1).data ?? [];
      const reds = [...row].filter((_, index) => index % 4 === 0);
      return reds.filter((red, index) => red === reds[index - 1]).length / reds.length;
    });
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
  // One pixel of the wide photo is four of the screen at 200 %, eight at 400 %.
  expect(await shareAt('200', '3')).toBeLessThan(0.7);
  expect(await shareAt('400', '3')).toBeGreaterThan(0.85);
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
  await page.getByRole('radio', { name: 'Telephoto' }).check({ force: true });
  await expect.poll(() => asked.some((url) => /\/media\/pyramid\/(bb)+\/[1-9]/.test(url))).toBe(true);
});

test('overlap and comparison change places', async ({ page, host }) => {
  await openResult(page, host);
  await page.keyboard.press('c');
  await expect(page.getByRole('group', { name: /outline of the telephoto/ })).toBeVisible();
  await page.getByRole('radio', { name: 'Compare' }).check({ force: true });
  await expect(page.getByRole('slider', { name: 'Divider between before and after' })).toBeVisible();
});
