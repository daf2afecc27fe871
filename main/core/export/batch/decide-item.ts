import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { say, type Said } from '#contract/messages';
import type { BatchItem } from './batch-item.ts';
import type { FileEntry, JournalHistory } from './batch-journal.ts';
import { identifyFile } from './batch-stages.ts';
import { firstFree } from './choose-targets.ts';

/** What is to be done about an item. `done` was done by a run that did not come to tell. */
export type Decision =
  | { what: 'write'; target: string }
  | { what: 'done'; target: string; entry: FileEntry }
  | { what: 'skip'; target: string; reason: Said };

/**
 * Looks at the journal and the disk. With `goesOn` what an earlier run finished stays finished, whatever the policy says; what it began
 * gets the name that it was to have. Otherwise a file that is there already is the policy's matter.
 */
export async function decideItem(
  item: BatchItem,
  target: string,
  options: { outputFolder: string; history: JournalHistory; goesOn: boolean; isClaimed: (target: string) => boolean },
): Promise<Decision> {
  const { outputFolder, history, goesOn, isClaimed } = options;
  const earlier = goesOn ? history.byKey.get(item.key) : undefined;
  if (earlier !== undefined && (await isWhole(outputFolder, earlier))) {
    return { what: 'done', target: earlier.target, entry: earlier };
  }
  const wanted = earlier?.target ?? target;
  if (!(await exists(outputFolder, wanted))) return { what: 'write', target: wanted };
  switch (item.settings.onConflict) {
    case 'skip':
      return { what: 'skip', target: wanted, reason: say('writing.exists') };
    case 'overwrite':
      return { what: 'write', target: wanted };
    case 'overwrite-if-changed': {
      const written = history.byTarget.get(wanted);
      const isSame = written?.key === item.key && (await isWhole(outputFolder, written));
      return isSame
        ? { what: 'skip', target: wanted, reason: say('writing.unchanged') }
        : { what: 'write', target: wanted };
    }
    case 'rename':
      return { what: 'write', target: await firstAbsent(outputFolder, wanted, isClaimed) };
  }
}

async function isWhole(outputFolder: string, { target, sha256, bytes }: FileEntry): Promise<boolean> {
  const file = await identifyFile(join(outputFolder, ...target.split('/')));
  return file?.sha256 === sha256 && file.bytes === bytes;
}

async function firstAbsent(
  outputFolder: string,
  target: string,
  isClaimed: (target: string) => boolean,
): Promise<string> {
  const present = new Set<string>([target]);
  for (;;) {
    const free = firstFree(target, (path) => present.has(path) || isClaimed(path));
    if (!(await exists(outputFolder, free))) return free;
    present.add(free);
  }
}

/** Whether anything is there, a link that leads nowhere too. */
export async function exists(outputFolder: string, target: string): Promise<boolean> {
  return lstat(join(outputFolder, ...target.split('/'))).then(
    () => true,
    () => false,
  );
}
