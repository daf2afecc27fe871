import type { Page } from '@playwright/test';
import type { FakeHost } from './fake-host.ts';
import { expect, faultsInBothThemes, openPair, openResult, startEnhancing, test } from './page-test.ts';

/** Every state of the page, and how to come to it. */
const states: Readonly<Record<string, (page: Page, host: FakeHost) => Promise<void>>> = {
  empty: async () => undefined,
  pair: async (page, host) => {
    await openPair(page, host);
    await page.getByText('Details', { exact: true }).click();
    await page.getByText('Model and device: Fast').click();
    await page.getByText('Why not the others?').click();
  },
  'doubtful pair in a list': async (page, host) => {
    host.engine.verdict = 'doubtful';
    host.engine.openPhotos(['one.jpg', 'one-tele.jpg', 'two.jpg', 'two-tele.jpg', 'alone.jpg']);
    await expect(page.getByText('Doubtful match')).toBeVisible();
  },
  'failed match': async (page, host) => {
    host.engine.verdict = 'failed';
    await openPair(page, host);
  },
  'photos without a telephoto': async (page, host) => {
    host.engine.openPhotos(['one.jpg']);
    host.engine.openPhotos(['other.jpg']);
    await expect(page.getByLabel('Pair with another photo')).toBeVisible();
  },
  enhancing: async (page, host) => {
    await openPair(page, host);
    await startEnhancing(page, host);
    const progress = { fraction: 0.4, label: { raw: 'Enhancing, tile 20 of 48' }, remainingMs: 60_000 };
    host.engine.setJob('enhancement', { name: 'running', progress });
    await expect(page.getByText('40 %', { exact: true })).toBeVisible();
  },
  'engine restarting': async (page, host) => {
    await openPair(page, host);
    await startEnhancing(page, host);
    host.engine.emit('engine.changed', { name: 'restarting', reason: { raw: 'signal SIGKILL' } });
    await expect(page.getByText('being started again')).toBeVisible();
  },
  'engine back': async (page, host) => {
    await openPair(page, host);
    host.engine.emit('engine.changed', { name: 'restarting', reason: { raw: 'signal SIGKILL' } });
    host.engine.emit('engine.changed', { name: 'ready' });
    await expect(page.getByText('The engine is running again.')).toBeVisible();
  },
  comparing: async (page, host) => {
    await openResult(page, host);
    await page.getByRole('switch', { name: 'Show where detail came from' }).check();
    await page.locator('summary', { hasText: 'Enhance again' }).click();
  },
  previewing: async (page, host) => {
    await openPair(page, host);
    await page.keyboard.press('w');
    await page.keyboard.press('x');
    await expect(page.getByText('With detail of the telephoto')).toBeVisible();
  },
  'comparing side by side, with values': async (page, host) => {
    await openResult(page, host);
    await page.keyboard.press('v');
    await page.keyboard.press('i');
    await expect(page.getByText('Point at a place of the picture')).toBeVisible();
  },
  'every command': async (page, host) => {
    await openPair(page, host);
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: 'All commands' })).toBeVisible();
  },
  saved: async (page, host) => {
    await openResult(page, host);
    await page.getByRole('button', { name: 'Download photo' }).click();
    await expect(page.getByText('is in your downloads')).toBeVisible();
  },
  'exporting many': async (page, host) => {
    await openPair(page, host);
    await page.getByRole('button', { name: 'Export many photos' }).click();
    await page.getByText('More choices').click();
  },
  'correcting the overlap': async (page, host) => {
    await openPair(page, host);
    await page.getByRole('button', { name: 'Correct by hand' }).click();
    await page.getByRole('button', { name: 'Points' }).click();
  },
  cropping: async (page, host) => {
    await openPair(page, host);
    await page.getByRole('radio', { name: 'Crop' }).check();
    await page.getByRole('button', { name: 'Draw the horizon' }).click();
  },
  'photos left out': async (page, host) => {
    await openPair(page, host);
    const error = { code: 'image-too-large', message: { raw: 'Expected at most 200 megapixels.' } } as const;
    host.engine.emit('photos.added', {
      added: 0,
      broken: 0,
      passedOver: 0,
      problems: [{ path: '/photos/huge.tif', error }],
      firstPairId: null,
    });
    await expect(page.getByText('One photo was left out')).toBeVisible();
  },
  settings: async (page) => {
    await page.getByRole('button', { name: 'Settings' }).click();
  },
  shortcuts: async (page) => {
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  },
};

test.describe('axe finds nothing, in the dark theme and in the light one', () => {
  test.use({ colorScheme: 'dark' });
  for (const [name, reach] of Object.entries(states)) {
    test(name, async ({ page, host }) => {
      await reach(page, host);
      expect(await faultsInBothThemes(page)).toEqual([]);
    });
  }
});

test('with large text in a small window nothing is cut off', async ({ page, host }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await openPair(page, host);
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  const enhance = page.getByRole('button', { name: 'Enhance', exact: true });
  await enhance.scrollIntoViewIfNeeded();
  await expect(enhance).toBeInViewport();
});
