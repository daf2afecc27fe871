import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { defaultBatchSettings } from '#contract/batch';
import { isFinished } from '#contract/jobs';
import { idsOfPair } from '#contract/project-commands';
import { createCore } from '#core/create-core';
import { planBatch } from '#core/export/batch/plan-batch';
import { silentLog } from '#core/ground/disk/log-file';
import { findPairs } from '#core/pairs/finding/find-pairs';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/[/\\]$/, '');
const rolls = join(root, '../shared/data/reports/30-roll');
const isThere = existsSync(rolls);
if (!isThere) console.info(`${rolls} is not there: rolls as phones make them are not looked at.`);

const programFolder = join(root, 'dist/main');
const { signal } = new AbortController();
const asked = { signal, report: () => undefined };

/** Only what is put together, in words. */
function words(groups: readonly (readonly string[])[]): string[] {
  return groups.flatMap((paths) => (paths.length < 2 ? [] : [paths.map((path) => basename(path)).join(' + ')])).sort();
}

async function inPage(folder: string): Promise<string[]> {
  const core = await createCore({
    dataFolder: temporaryFolder(),
    resourcesFolder: root,
    programFolder,
    log: silentLog,
  });
  try {
    await core.call['photos.add']({ paths: [folder] });
    const isQuiet = async (): Promise<boolean> => {
      const jobs = await core.call['jobs.list']({});
      return jobs.length > 0 && jobs.every(({ kind, state }) => kind === 'registration' || isFinished(state));
    };
    // What follows an import begins when it has ended.
    await expect.poll(async () => (await isQuiet()) && (await isQuiet()), { timeout: 120_000 }).toBe(true);
    const { photos, pairs } = await core.call['project.read']({});
    const pathOf = new Map(photos.map(({ id, path }) => [id, path]));
    return words(pairs.map((pair) => idsOfPair(pair).map((id) => pathOf.get(id) ?? id)));
  } finally {
    await core.close();
  }
}

test.skipIf(!isThere).each(isThere ? readdirSync(rolls).sort() : [])(
  'pair, batch and page find the same in %s',
  { timeout: 240_000 },
  async (name) => {
    const folder = join(rolls, name);
    const { pairs } = await findPairs(folder, { ...asked, content: { isForced: false, programFolder } });
    const plan = await planBatch({
      ...asked,
      source: folder,
      recursive: true,
      outputFolder: join(temporaryFolder(), 'out'),
      settings: defaultBatchSettings,
      weightsOf: async (model) => model,
      programFolder,
    });
    const found = words(pairs.map(({ wide, teles }) => [wide, ...teles]));
    expect(words(plan.photos.map(({ wide, teles }) => [wide, ...teles]))).toEqual(found);
    expect(await inPage(folder)).toEqual(found);
  },
);
