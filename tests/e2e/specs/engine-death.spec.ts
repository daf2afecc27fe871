import { expect, openSamplePair, startEnhancing, test } from './program-test.ts';

test('an engine killed at work is told of, comes back, and does the next job', async ({ page, program }) => {
  await openSamplePair(page, program);
  await startEnhancing(page);
  program.killEngine();
  await expect(
    page.getByRole('complementary').getByText('The engine stopped and was started again. Try once more.'),
  ).toBeVisible();
  await expect(page.getByText('The engine is running again.')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Good match')).toBeVisible();
  await startEnhancing(page);
  await expect(page.getByRole('slider', { name: 'Divider between before and after' })).toBeVisible({
    timeout: 240_000,
  });
});
