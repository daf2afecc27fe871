import sharp from 'sharp';
import type { Page } from '@playwright/test';
import type { FakeHost } from './fake-host.ts';
import { expect, faultsInBothThemes, openPair, test } from './page-test.ts';

/** The corrections that the page asked for, in order. */
function corrections(host: FakeHost): { homography: number[]; pins: unknown[]; origin: string }[] {
  return host.engine.calls.flatMap(({ name, params }) => {
    const { command } = params as { command?: { name: string; registration?: never } };
    return name === 'project.edit' && command?.name === 'set-registration' ? [command.registration ?? null] : [];
  }) as never;
}

async function correct(page: Page, host: FakeHost): Promise<void> {
  await openPair(page, host);
  await page.getByRole('button', { name: 'Correct by hand' }).click();
  await expect(page.getByRole('button', { name: /^Move the telephoto/ })).toBeVisible();
}

async function drag(page: Page, name: RegExp, right: number, down: number): Promise<void> {
  const box = await page.getByRole('button', { name }).boundingBox();
  if (box === null) throw new Error(`Expected ${String(name)} on the page`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + right / 2, y + down / 2, { steps: 4 });
  await page.mouse.move(x + right, y + down, { steps: 4 });
}

test('the telephoto is laid over the wide photo in every way, and blinks while the key is held', async ({
  page,
  host,
}) => {
  await openPair(page, host);
  const tele = page.locator('.stage .tele');
  await expect(tele).toHaveCount(0);
  for (const [name, style] of [
    ['Blend', 'blend'],
    ['Difference', 'difference'],
    ['Edges', 'edges'],
  ] as const) {
    await page.getByRole('radio', { name }).check();
    await expect(tele).toHaveClass(new RegExp(style));
  }
  await page.getByRole('radio', { name: 'Outline' }).check();
  await page.locator('[data-picture]').first().focus();
  await page.keyboard.down('t');
  await expect(tele).toBeVisible();
  await page.keyboard.up('t');
  await expect(tele).toHaveCount(0);
  await page.keyboard.press('m');
  await expect(page.locator('circle')).toHaveCount(80);
});

test('a drag of the telephoto is one edit, and Escape takes it back before it is one', async ({ page, host }) => {
  await correct(page, host);
  await drag(page, /^Move the telephoto/, 60, 30);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(corrections(host)).toEqual([]);
  await drag(page, /^Move the telephoto/, 60, 30);
  expect(corrections(host)).toEqual([]);
  await page.mouse.up();
  await expect.poll(() => corrections(host).length).toBe(1);
  await expect(page.getByText('Placed by hand.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo: move the telephoto' })).toBeEnabled();

  await page.keyboard.press('Control+z');
  await expect(page.getByText('Placed by hand.')).toHaveCount(0);
  await page.keyboard.press('Control+Shift+z');
  await expect(page.getByText('Placed by hand.')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('button', { name: 'Redo: move the telephoto' })).toBeEnabled();
  await page.keyboard.press('Control+y');
  await expect(page.getByText('Placed by hand.')).toBeVisible();
});

test('a corner turns and scales the telephoto around its middle', async ({ page, host }) => {
  await correct(page, host);
  await drag(page, /top left/, -40, 10);
  await page.mouse.up();
  await expect.poll(() => corrections(host).length).toBe(1);
  const [a = 0, b = 0] = corrections(host)[0]?.homography ?? [];
  expect(Math.hypot(a, b)).toBeGreaterThan(0.5);
  expect(Math.abs(b)).toBeGreaterThan(0.01);
});

test('keys move, turn and scale in fine steps, and a run of presses is one edit', async ({ page, host }) => {
  await correct(page, host);
  await page.getByRole('button', { name: /^Move the telephoto/ }).focus();
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(() => corrections(host).length).toBe(1);
  const homography = corrections(host)[0]?.homography ?? [];
  expect(homography[2]).toBeCloseTo(315 + 3, 6);
  expect(homography[5]).toBeCloseTo(240 + 9.9, 6);
  await page.getByRole('button', { name: /bottom right/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => corrections(host).length).toBe(2);
  const turned = corrections(host)[1]?.homography ?? [];
  expect(Math.atan2(turned[3] ?? 0, turned[0] ?? 1) * (180 / Math.PI)).toBeCloseTo(0.05, 6);
});

test('a pin beside the telephoto has its number on the telephoto, to be dragged from there', async ({ page, host }) => {
  await correct(page, host);
  await page.getByRole('button', { name: 'Place a pin' }).click();
  const picture = await page.locator('[data-picture]').first().boundingBox();
  if (picture === null) throw new Error('Expected a picture');
  await page.mouse.click(picture.x + picture.width * 0.1, picture.y + picture.height * 0.45);
  await expect(page.getByText('1 of 4')).toBeVisible();
  const number = await page.getByRole('button', { name: /^Pin 1/ }).boundingBox();
  expect(number?.x).toBeGreaterThan(picture.x + picture.width * 0.25);
});

test('pins are placed, dragged with a loupe, moved by keys and removed; refining puts the telephoto right', async ({
  page,
  host,
}) => {
  await correct(page, host);
  await page.getByRole('button', { name: 'Place a pin' }).click();
  const picture = await page.locator('[data-picture]').first().boundingBox();
  if (picture === null) throw new Error('Expected a picture');
  const middle = { x: picture.x + picture.width * 0.42, y: picture.y + picture.height * 0.4 };
  for (const [number, at] of [middle, { x: middle.x + 120, y: middle.y + 60 }].entries()) {
    await page.mouse.click(at.x, at.y);
    await expect(page.getByRole('button', { name: `Pin ${number + 1}` }).first()).toBeVisible();
    await page.mouse.click(at.x, at.y);
  }
  await expect(page.getByText('2 of 4')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect.poll(() => corrections(host).length).toBe(4);

  await drag(page, /^Pin 1/, 18, -9);
  await expect(page.locator('.loupe')).toBeVisible();
  await page.mouse.up();
  await expect(page.locator('.loupe')).toHaveCount(0);
  await expect.poll(() => corrections(host).length).toBe(5);
  const before = corrections(host)[3]?.homography ?? [];
  expect(corrections(host)[4]?.homography).not.toEqual(before);

  await page.getByRole('button', { name: /^Pin 2/ }).focus();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('button', { name: /^Pin 2/ })).toHaveCount(0);

  await page.getByRole('button', { name: 'Refine automatically' }).click();
  await expect(page.getByText('Placed by hand, then refined.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo: refine the overlap' })).toBeVisible();
  await page.getByRole('button', { name: 'Back to automatic' }).click();
  await expect(page.getByText('Placed by hand, then refined.')).toHaveCount(0);
  expect(
    await page.getByRole('button', { name: 'Undo: back to the automatic overlap' }).getAttribute('title'),
  ).toContain('Ctrl');
});

test('a telephoto that was not found is put in by hand', async ({ page, host }) => {
  host.engine.verdict = 'failed';
  await openPair(page, host);
  await page.getByRole('button', { name: 'Correct by hand' }).click();
  await expect(page.getByRole('button', { name: /^Move the telephoto/ })).toBeVisible();
  expect(corrections(host)).toHaveLength(1);
});

test('a telephoto that does not fit where it was put is used all the same by who insists', async ({ page, host }) => {
  host.engine.verdict = 'failed';
  await openPair(page, host);
  await expect(page.getByRole('button', { name: 'Use it all the same' })).toBeHidden();
  await page.getByRole('button', { name: 'Correct by hand' }).click();
  await page.getByRole('button', { name: 'Show where they differ' }).click();
  await expect(page.getByRole('radio', { name: 'Difference' })).toBeChecked();
  await page.getByRole('button', { name: 'Use it all the same' }).click();
  await expect(page.getByText('Placed by hand, and used all the same.')).toBeVisible();
  expect(corrections(host).map(({ origin }) => origin)).toEqual(['hand', 'insisted']);
  await expect(page.getByRole('switch', { name: 'Use the telephoto' })).toBeChecked();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('button', { name: 'Use it all the same' })).toBeVisible();
});

test('axe finds nothing while correcting, and it looks like this', async ({ page, host }) => {
  await correct(page, host);
  await page.getByRole('button', { name: 'Place a pin' }).click();
  const picture = await page.locator('[data-picture]').first().boundingBox();
  await page.mouse.click(
    (picture?.x ?? 0) + (picture?.width ?? 0) * 0.42,
    (picture?.y ?? 0) + (picture?.height ?? 0) * 0.4,
  );
  await expect(page.getByRole('button', { name: /^Pin 1/ })).toBeVisible();
  const look = async (theme: string): Promise<void> => {
    for (const mode of ['Blend', 'Difference', 'Edges']) {
      await page.getByRole('radio', { name: mode }).check();
      await page.waitForTimeout(300);
      await page.screenshot({ path: `build/screenshots/overlap-${mode}-${theme}.png` });
    }
    await drag(page, /^Pin 1/, 18, -9);
    await page.waitForTimeout(300);
    await page.screenshot({ path: `build/screenshots/overlap-loupe-${theme}.png` });
    await page.mouse.up();
  };
  expect(await faultsInBothThemes(page, look)).toEqual([]);
});

test('a difference is brightened where the telephoto lies', async ({ page, host }) => {
  await openPair(page, host);
  await page.getByRole('radio', { name: 'Difference' }).check({ force: true });
  const brightness = async (): Promise<number> => {
    const shot = await page.locator('.stage').screenshot({ animations: 'disabled' });
    const part = await sharp(shot).extract({ left: 300, top: 250, width: 300, height: 200 }).toBuffer();
    const { channels } = await sharp(part).stats();
    return channels.reduce((sum, { mean }) => sum + mean, 0);
  };
  const gain = page.getByRole('slider', { name: 'Brighten the difference' });
  await gain.fill('1');
  await expect.poll(brightness).toBeLessThan(60);
  const plain = await brightness();
  await gain.fill('16');
  await expect.poll(brightness).toBeGreaterThan(1.5 * plain + 3);
  await page.getByRole('radio', { name: 'Outline' }).check({ force: true });
  await expect(gain).toHaveCount(0);
});

test('what both photos show is clicked in the one, then in the other, a loupe helping', async ({ page, host }) => {
  await correct(page, host);
  await page.getByRole('button', { name: 'Place a pin' }).click();
  const picture = await page.locator('[data-picture]').first().boundingBox();
  if (picture === null) throw new Error('Expected a picture');
  const at = { x: picture.x + picture.width * 0.42, y: picture.y + picture.height * 0.4 };
  await expect(page.getByText('Click something that both photos show')).toBeVisible();
  await page.mouse.click(at.x, at.y);
  await expect(page.getByText('Now click the same thing in the telephoto')).toBeVisible();
  await page.mouse.move(at.x + 30, at.y + 12);
  await expect(page.locator('.loupe')).toBeVisible();
  await page.mouse.click(at.x + 30, at.y + 12);
  await expect(page.locator('.loupe')).toHaveCount(0);
  await expect.poll(() => corrections(host).length).toBe(2);
  const [placed, moved] = corrections(host).map(({ homography }) => homography);
  // What lay to the right of it and below comes to the pin.
  expect(moved?.[2]).toBeLessThan((placed?.[2] ?? 0) - 10);
  expect(moved?.[5]).toBeLessThan((placed?.[5] ?? 0) - 4);
  await expect(page.getByText('Click something that both photos show')).toBeVisible();
});
