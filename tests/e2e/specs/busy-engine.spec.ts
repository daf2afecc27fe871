import { expect, openSamplePair, startEnhancing, test } from './program-test.ts';

const calls = 60;

/**
 * While the network runs, cheap questions are answered and menus open at once. The figures are printed, not asserted: a machine may be
 * busy with something else. That they are answered before the enhancement ends is.
 */
test('the engine answers while it enhances', async ({ page, program }) => {
  await openSamplePair(page, program);
  await startEnhancing(page);
  const times = await page.evaluate(
    (count) =>
      new Promise<Record<string, number[]>>((done, fail) => {
        const names = ['project.read', 'settings.read', 'jobs.list'];
        const socket = new WebSocket(new URL('pipe', location.href));
        const measured: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
        let id = 0;
        let sentAt = 0;
        const ask = (): void => {
          const name = names[id % names.length] ?? '';
          id += 1;
          sentAt = performance.now();
          socket.send(JSON.stringify({ id, name, params: {} }));
        };
        socket.onerror = () => fail(new Error('Expected an open pipe'));
        socket.onopen = ask;
        socket.onmessage = ({ data }: MessageEvent<string>) => {
          if ((JSON.parse(data) as { id?: number }).id !== id) return;
          measured[names[(id - 1) % names.length] ?? '']?.push(performance.now() - sentAt);
          if (id >= count) done(measured);
          else setTimeout(ask, 50);
        };
      }),
    calls,
  );
  await expect(page.getByRole('progressbar', { name: 'Progress of the enhancement' })).toBeVisible();

  const opened: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    opened.push(
      await page.evaluate(
        () =>
          new Promise<number>((done) => {
            const start = performance.now();
            const seen = (): void => {
              if (document.querySelector('dialog[open]') === null) requestAnimationFrame(seen);
              else requestAnimationFrame(() => done(performance.now() - start));
            };
            document.querySelector<HTMLButtonElement>('header .actions > button:last-of-type')?.click();
            seen();
          }),
      ),
    );
    await page.keyboard.press('Escape');
    // Out of the page, not only closed: the page hears of the closing a task later, and until then the button has nothing to change.
    await expect(page.locator('dialog')).toHaveCount(0);
  }
  for (const [name, all] of Object.entries({ ...times, 'open a dialog': opened })) {
    expect(all.length).toBeGreaterThan(0);
    console.log(`${name.padEnd(14)} ${described(all)}`);
  }
  await page.getByRole('button', { name: 'Cancel' }).click();
  const panel = page.getByRole('complementary');
  await expect(panel.getByText('Cancelled. Nothing was changed.')).toBeVisible({ timeout: 30_000 });
});

function described(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1);
  return `median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, worst ${at(1)} ms`;
}
