import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { BatchSummary } from '#core/export/batch/summarise-batch';
import { runTelewide, type TelewideRun } from './run-telewide.ts';

/** A run of `telewide batch --json`, with what it said of itself; null when it did not come to that. */
export async function runBatch(
  parameters: readonly string[],
  options: Parameters<typeof runTelewide>[1],
): Promise<TelewideRun & { summary: BatchSummary | null }> {
  const run = await runTelewide(['batch', ...parameters, '--json', '--device', 'cpu'], options);
  return { ...run, summary: run.stdout === '' ? null : (JSON.parse(run.stdout) as BatchSummary) };
}

/** The content of every file below a folder by its path, what the batch keeps for itself left out. */
export function contentsOf(folder: string): Record<string, string> {
  const paths = filesBelow(folder).filter((path) => !path.startsWith('.telewide/'));
  return Object.fromEntries(
    paths.sort().map((path) => [
      path,
      createHash('sha256')
        .update(readFileSync(join(folder, path)))
        .digest('hex'),
    ]),
  );
}

/** Paths relative to the folder, hidden ones too. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => relative('.', path));
}

/** Lines of an output folder's journal. */
export function journalOf(folder: string): { event: string; key?: string; target?: string }[] {
  return readFileSync(join(folder, '.telewide/journal.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { event: string; key?: string; target?: string });
}
