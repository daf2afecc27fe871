import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/{unit,integration}/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // What is waited for may come late on a busy machine; what never comes is wrong.
    expect: { poll: { timeout: 60_000 } },
    // As in the browser: what goes wrong once in many runs is told ("retry x1"), and does not hold up everybody.
    retry: 1,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
