import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { adaptationChoices } from '#contract/adaptation';
import { storedError } from '#contract/stored-messages';
import { say } from '#contract/messages';
import type { Log } from '#core/ground/disk/log-file';
import { writeJson } from '#core/ground/disk/json-file';

/** What is remembered of an adaptation beside its checkpoint: enough to go on after a restart of the machine. */
const adaptationRecord = adaptationChoices.extend({
  version: z.literal(1),
  id: z.uuid(),
  begun: z.string(),
  seed: z.int().nonnegative(),
  state: z.enum(['learning', 'paused', 'judged', 'adopted', 'failed']),
  modelId: z.string().nullable(),
  error: storedError.nullable(),
});
export type AdaptationRecord = z.infer<typeof adaptationRecord>;

const recordName = 'adaptation.json';

export async function writeAdaptationRecord(folder: string, record: AdaptationRecord): Promise<void> {
  await writeJson(join(folder, record.id, recordName), record);
}

/** Every adaptation below the folder, the earliest first; what cannot be understood is passed over and told. */
export async function readAdaptationRecords(folder: string, log: Pick<Log, 'tell'>): Promise<AdaptationRecord[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const records: AdaptationRecord[] = [];
  for (const name of names) {
    const path = join(folder, name, recordName);
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) continue;
    try {
      records.push(adaptationRecord.parse(JSON.parse(text)));
    } catch (error) {
      log.tell(say('learning.damaged', { path }), error);
    }
  }
  return records.toSorted((one, other) => (one.begun < other.begun ? -1 : 1));
}
