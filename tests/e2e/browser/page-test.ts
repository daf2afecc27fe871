import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';
import type { BestPlace } from '#contract/enhancement';
import { pretendGraphicsCard } from '../../support/pretend-graphics-card.ts';
import { startFakeHost, type FakeHost } from './fake-host.ts';

interface PageFixtures {
  /** The page's own program, playing. The page is open and connected. */
  host: FakeHost;
}

/** A page on a playing engine. It fails when the page breaks its content policy, throws, or asks another host for anything. */
export const test = base.extend<PageFixtures>({
  host: async ({ page }, use) => {
    const host = await startFakeHost();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
    page.on('console', (message) => {
      const isExpected = /WebSocket|ERR_CONNECTION/.test(message.text());
      if (message.type() === 'error' && !isExpected) faults.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const { protocol, host: asked } = new URL(request.url());
      if (protocol !== 'blob:' && protocol !== 'data:' && asked !== new URL(host.url).host)
        faults.push(`request: ${request.url()}`);
    });
    await page.addInitScript(pretendGraphicsCard);
    await page.goto(host.url);
    await expect(page.getByRole('button', { name: 'Choose two photos' })).toBeEnabled();
    await use(host);
    await host.close();
    expect(faults).toEqual([]);
  },
});

export { expect };

/** Files for a chooser. What is in them does not matter here. */
export function files(...names: string[]): { name: string; mimeType: string; buffer: Buffer }[] {
  return names.map((name) => ({ name, mimeType: 'image/jpeg', buffer: Buffer.from('photo') }));
}

/** Does what opens a chooser, and chooses there: files, or the path of a folder. */
export async function chooseBy(
  page: Page,
  ask: () => Promise<void>,
  chosen: ReturnType<typeof files> | string,
): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  // The page is told that choosers are caught without being waited for; a key is quicker than that where the machine is busy.
  await page.evaluate(() => null);
  await ask();
  await (await chooser).setFiles(chosen);
}

/** Opens a pair and waits until its verdict is there. */
export async function openPair(page: Page, host: FakeHost): Promise<void> {
  host.engine.openPhotos(['wide.jpg', 'tele.jpg']);
  await expect(page.getByRole('heading', { name: 'Enhance' })).toBeVisible();
}

/** Starts an enhancement of the pair that is open, and waits until the engine has it. */
export async function startEnhancing(page: Page, host: FakeHost): Promise<void> {
  await page.getByRole('button', { name: 'Enhance', exact: true }).click();
  await expect.poll(() => host.engine.calls.some(({ name }) => name === 'enhancement.start')).toBe(true);
}

/** Opens a pair and enhances it, up to the comparison; it gained nowhere in particular unless places are given. */
export async function openResult(page: Page, host: FakeHost, bestPlaces: BestPlace[] = []): Promise<void> {
  await openPair(page, host);
  await startEnhancing(page, host);
  host.engine.finishEnhancement(bestPlaces);
  await expect(page.getByRole('slider', { name: 'Divider between before and after' })).toBeVisible();
}

/** Names and places of what axe finds wrong, by all of its rules unless told, once no colour is on its way to another. */
export async function accessibilityFaults(page: Page, rules?: readonly string[]): Promise<string[]> {
  await page.evaluate(async () => {
    const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    await Promise.allSettled(transitions.map(({ finished }) => finished));
  });
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules === undefined ? axe : axe.withRules([...rules])).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

/** Rules whose answer depends on colours. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** The same in the dark theme, and of colours in the light one, which the page is left in; `look` sees each. */
export async function faultsInBothThemes(
  page: Page,
  look: (theme: 'dark' | 'light') => Promise<unknown> = async () => undefined,
): Promise<string[]> {
  const faults: string[] = [];
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    const rules = theme === 'light' ? colourRules : undefined;
    faults.push(...(await accessibilityFaults(page, rules)).map((fault) => `${theme}: ${fault}`));
    await look(theme);
  }
  return faults;
}
