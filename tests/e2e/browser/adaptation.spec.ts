import type { Locator, Page } from '@playwright/test';
import type { JobState } from '#contract/jobs';
import type { FakeHost } from './fake-host.ts';
import { accessibilityFaults, expect, faultsInBothThemes, test } from './page-test.ts';

const folder = 'build/screenshots/adaptation';

/** Three pairs, one of them doubtful, and a photo alone. */
async function openPairs(page: Page, host: FakeHost): Promise<void> {
  host.engine.openPhotos(['harbour.jpg', 'harbour-tele.jpg', 'market.jpg', 'market-tele.jpg']);
  host.engine.verdict = 'doubtful';
  host.engine.openPhotos(['garden.jpg', 'garden-tele.jpg', 'alone.jpg']);
  await expect(page.getByText('Look at the overlap')).toBeVisible();
}

async function openModels(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Models: tune one to your phone' }).click();
}

async function startLearning(page: Page, host: FakeHost): Promise<void> {
  await openPairs(page, host);
  await openModels(page);
  await page.getByRole('button', { name: 'Start learning' }).click();
  await expect(page.getByRole('heading', { name: 'Telewide Test phone' })).toBeVisible();
}

const running = (fraction: number): JobState => ({
  name: 'running',
  progress: { fraction, label: { raw: 'Learning, step 240' }, remainingMs: 170_000 },
});

async function learn(page: Page, host: FakeHost): Promise<void> {
  await startLearning(page, host);
  host.engine.setJob('adaptation', running(0.46));
  host.engine.adaptations.learn(30);
  await expect(page.getByRole('img', { name: /Learning curve after/ })).toBeVisible();
  await expect(page.getByText('After 240 steps')).toBeVisible();
}

/** Every state of the panel, and how to come to it. */
const states: Readonly<Record<string, (page: Page, host: FakeHost) => Promise<void>>> = {
  'without photos': async (page) => {
    await openModels(page);
    await expect(page.getByText('No pair can be learned from yet')).toBeVisible();
  },
  choosing: async (page, host) => {
    await openPairs(page, host);
    await openModels(page);
  },
  learning: learn,
  paused: async (page, host) => {
    await learn(page, host);
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(page.getByText('What was learned is kept.').first()).toBeVisible();
  },
  asked: async (page, host) => {
    await learn(page, host);
    await page.getByRole('button', { name: 'Stop and throw away' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
  },
  better: async (page, host) => {
    await learn(page, host);
    host.engine.adaptations.judge();
    await expect(page.getByRole('region', { name: 'Your model is better' })).toBeVisible();
  },
  refused: async (page, host) => {
    await learn(page, host);
    host.engine.adaptations.judge({ isBetter: false, consistency: -0.4, wrongReference: -0.22, detail: 0.31 });
    await expect(page.getByRole('region', { name: 'It did not become better' })).toBeVisible();
  },
  failed: async (page, host) => {
    await startLearning(page, host);
    host.engine.adaptations.fail({
      code: 'out-of-disk',
      message: { raw: 'Expected room for a checkpoint, but the disk is full.' },
    });
    await expect(page.getByText('Learning did not succeed')).toBeVisible();
  },
  model: async (page, host) => {
    await learn(page, host);
    host.engine.adaptations.judge();
    await page.getByRole('button', { name: 'Adopt it and use it' }).click();
    await expect(page.getByText('Your photos are enhanced with this model.')).toBeVisible();
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await expect(page.getByRole('slider', { name: 'Divider between Fast and Telewide Test phone' })).toBeVisible();
  },
};

test.describe('axe finds nothing, in the dark theme and in the light one', () => {
  for (const [name, reach] of Object.entries(states)) {
    test(name, async ({ page, host }) => {
      await reach(page, host);
      await page.waitForLoadState('networkidle');
      const look = (theme: string) => page.screenshot({ path: `${folder}/${name.replaceAll(' ', '-')}-${theme}.png` });
      expect(await faultsInBothThemes(page, look)).toEqual([]);
    });
  }
});

test('what was found out about the camera, and which photos were left out, is shown in words', async ({
  page,
  host,
}) => {
  await learn(page, host);
  host.engine.adaptations.judge();
  await page.getByRole('heading', { name: 'What was found out about your camera' }).scrollIntoViewIfNeeded();
  await expect(page.getByText('Very sure: this explains 96 % of the detail in 1.6 million pixels.')).toBeVisible();
  await expect(page.getByText('27 % – strongly sharpened by the phone')).toBeVisible();
  await expect(page.getByText('Uneven: 1.11 to 1.31 pixels of blur')).toBeVisible();
  await page.getByRole('heading', { name: 'Photos', exact: true }).scrollIntoViewIfNeeded();
  await expect(page.getByText('The tele is no sharper than the wide photo')).toBeVisible();
  await page.screenshot({ path: `${folder}/camera.png` });
});

test('pairs are ticked by a person, and what cannot be learned from says why', async ({ page, host }) => {
  await openPairs(page, host);
  await page.getByText('Model and device:').click();
  await page.getByRole('button', { name: 'Tune it to your phone' }).click();
  const box = (name: RegExp): Locator => page.getByRole('checkbox', { name });
  const [harbour, market, garden, alone] = [box(/harbour/), box(/market/), box(/garden/), box(/alone/)] as const;
  await expect(garden).toBeDisabled();
  await expect(garden).toHaveAccessibleDescription(/Would be left out: .*39 of 156 matching points/);
  await expect(alone).toBeDisabled();
  await market.press('Space');
  await expect(page.getByText('One pair is enough to begin with')).toBeVisible();
  await harbour.press('Space');
  await expect(page.getByText('Tick at least one pair; five are better.')).toBeVisible();
  const start = page.getByRole('button', { name: 'Start learning' });
  await expect(start).toBeDisabled();
  await market.check();
  await page.getByLabel('Name of your model').fill('  ');
  await expect(start).toBeDisabled();
  await page.getByLabel('Name of your model').fill('My Pixel');
  await page.getByLabel('Time to learn').fill('0');
  await expect(page.getByText('More than 0 and at most 1440 minutes')).toBeVisible();
  await expect(start).toBeDisabled();
  await page.getByLabel('Time to learn').fill('2.5');
  await page.getByLabel('Begin from').selectOption('Paper');
  await start.press('Enter');
  await expect(page.getByRole('heading', { name: 'My Pixel' })).toBeVisible();
  const asked = host.engine.calls.find(({ name }) => name === 'adaptation.start')?.params;
  expect(asked).toMatchObject({ choices: { name: 'My Pixel', base: 'paper', minutes: 2.5 } });
  expect((asked as { choices: { pairIds: string[] } }).choices.pairIds).toHaveLength(1);
});

test('learning is seen from everywhere, pauses, survives a reload and goes on', async ({ page, host }) => {
  await learn(page, host);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Enhance' })).toBeVisible();
  await page.getByRole('button', { name: 'Models: learning, 46 %' }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.reload();
  await openModels(page);
  await expect(page.getByRole('heading', { name: 'Telewide Test phone' })).toBeVisible();
  await expect(page.getByText('After 240 steps')).toBeVisible();
  await page.getByRole('button', { name: 'Go on learning' }).click();
  await expect(page.getByText('Waiting for its turn')).toBeVisible();
});

test('it says what it waits for', async ({ page, host }) => {
  await learn(page, host);
  host.engine.adaptations.hold('photos');
  await expect(page.getByText('Waiting while photos are enhanced or exported')).toBeVisible();
  await expect(page.getByText('on battery')).toHaveCount(0);
  host.engine.adaptations.hold('power');
  await expect(page.getByText('Waiting: the machine runs on battery')).toBeVisible();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('switch', { name: 'Learn on battery too' }).check();
  await expect
    .poll(() => host.engine.calls.find(({ name }) => name === 'settings.change')?.params)
    .toEqual({ change: { adaptOnBattery: true } });
});

test('nothing is thrown away by a slip', async ({ page, host }) => {
  await learn(page, host);
  const stop = page.getByRole('button', { name: 'Stop and throw away' });
  const removed = (): boolean => host.engine.calls.some(({ name }) => name === 'adaptation.remove');
  await stop.click();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await stop.click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Telewide Test phone' })).toBeVisible();
  expect(removed()).toBe(false);
  await stop.click();
  await page.getByRole('button', { name: 'Throw it away' }).click();
  await expect(page.getByRole('heading', { name: 'Learn your phone' })).toBeVisible();
  expect(removed()).toBe(true);
});

test('what failed says why and is tried again', async ({ page, host }) => {
  await startLearning(page, host);
  host.engine.adaptations.fail({
    code: 'invalid-request',
    message: { raw: 'Expected at least one pair whose tele is sharp.' },
  });
  await expect(page.getByText('Expected at least one pair whose tele is sharp.')).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('progressbar', { name: 'Progress of learning' })).toBeVisible();
});

test('a refused model is used only after its risk was read', async ({ page, host }) => {
  await learn(page, host);
  host.engine.adaptations.judge({ isBetter: false, detail: 0.01 });
  await expect(page.getByText('It shows no more of what the telephoto saw')).toBeVisible();
  await page.getByRole('button', { name: 'Try it all the same' }).click();
  await expect(page.getByText('results may show detail that is not there')).toBeVisible();
  await page.getByRole('button', { name: 'Use it at my own risk' }).click();
  await expect(page.getByText('Adopted although it was judged to be no better.')).toBeVisible();
  expect(host.engine.calls.findLast(({ name }) => name === 'adaptation.adopt')?.params).toMatchObject({
    despiteJudgement: true,
  });
});

test('a model is renamed, exported, left for its base, deleted and imported', async ({ page, host }) => {
  await learn(page, host);
  host.engine.adaptations.judge();
  await page.getByRole('button', { name: 'Adopt it and use it' }).click();
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByLabel('New name').fill('My phone at night');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'My phone at night' })).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe('personal-1.telewide-model');
  await page.getByRole('button', { name: 'Go back to Fast' }).click();
  await expect(page.getByRole('button', { name: 'Use for enhancing' })).toBeVisible();
  await page.getByRole('button', { name: 'Use for enhancing' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('Fast is used from then on.')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('button', { name: /night Yours/ })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Fast Comes with Telewide · In use/ })).toBeVisible();

  for (const [name, outcome] of [
    ['cat.jpg', 'Expected a model that Telewide exported'],
    ['friend.telewide-model', 'From a friend was imported'],
  ] as const) {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Import a model' }).click();
    await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from('x') });
    await expect(page.getByText(outcome)).toBeVisible();
  }
  await expect(page.getByRole('heading', { name: 'From a friend' })).toBeVisible();
});

test('the panel speaks German', async ({ page, host }) => {
  await learn(page, host);
  host.engine.adaptations.judge({ isBetter: false, consistency: -0.4 });
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('Next language');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Es ist nicht besser geworden' })).toBeVisible();
  await page.screenshot({ path: `${folder}/german.png`, fullPage: true });
  expect(await accessibilityFaults(page)).toEqual([]);
});

test('with large text in a small window nothing is cut off', async ({ page, host }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await learn(page, host);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `${folder}/small.png` });
  expect(await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBeLessThanOrEqual(0);
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  const overflow = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await expect.poll(overflow).toBeLessThanOrEqual(0);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `${folder}/large-text.png`, fullPage: true });
  host.engine.adaptations.judge();
  const adopt = page.getByRole('button', { name: 'Adopt it and use it' });
  await adopt.scrollIntoViewIfNeeded();
  await expect(adopt).toBeInViewport();
  expect(await overflow()).toBeLessThanOrEqual(0);
  await page.getByRole('button', { name: 'Learn your phone' }).click();
  const start = page.getByRole('button', { name: 'Start learning' });
  await start.scrollIntoViewIfNeeded();
  await expect(start).toBeInViewport();
  expect(await overflow()).toBeLessThanOrEqual(0);
});

test('a comparison of models that takes long says why, and can be cancelled', async ({ page, host }) => {
  await learn(page, host);
  host.engine.adaptations.judge();
  await page.getByRole('button', { name: 'Adopt it and use it' }).click();
  host.engine.handlers['preview.show'] = () => new Promise(() => undefined) as never;
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByText('While photos are enhanced or exported this takes longer.')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => host.engine.calls.map(({ name }) => name)).toContain('preview.cancel');
  await expect(page.getByRole('button', { name: 'Compare', exact: true })).toBeEnabled();
});
