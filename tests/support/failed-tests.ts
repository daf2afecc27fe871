import { existsSync, readFileSync } from 'node:fs';

/** What Vitest and Playwright write of a run by their JSON reporters, as far as it tells what failed. */
interface WrittenRun {
  testResults?: {
    name: string;
    status: string;
    assertionResults: { status: string; fullName: string; failureMessages?: string[] }[];
  }[];
  suites?: WrittenSuite[];
}

interface WrittenSuite {
  file: string;
  suites?: WrittenSuite[];
  specs?: { ok: boolean; title: string; line: number }[];
}

/**
 * The tests that failed, a line each with the first line of why, from the file that a suite's JSON reporter wrote; a file that failed as
 * a whole by its name.
 */
export function failedTests(path: string): string[] {
  if (!existsSync(path)) return ['(the suite ended before it could say)'];
  const { testResults = [], suites = [] } = JSON.parse(readFileSync(path, 'utf8')) as WrittenRun;
  const units = testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      return failed.length === 0
        ? [name]
        : failed.map(
            ({ fullName, failureMessages }) =>
              `${name}: ${fullName} (${failureMessages?.[0]?.split('\n')[0] ?? 'no word why'})`,
          );
    });
  return [...units, ...suites.flatMap(failedSpecs)];
}

function failedSpecs({ file, specs = [], suites = [] }: WrittenSuite): string[] {
  const own = specs.filter(({ ok }) => !ok).map(({ title, line }) => `${file}:${line} ${title}`);
  return [...own, ...suites.flatMap(failedSpecs)];
}
