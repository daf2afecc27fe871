import { realpath } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { WireError } from '#contract/errors';
import { speak, type Said } from '#contract/messages';
import { decideItem } from './decide-item.ts';
import { gatherItems, type GatherOptions } from './gather-items.ts';
import { checkTemplate } from './name-template.ts';
import { planTargets } from './plan-targets.ts';

/** What a batch would do, without anything being done. */
export interface BatchPlan {
  readonly photos: readonly PlannedPhoto[];
  /** Files that are no photos, other versions of photos, and photos that are not wanted. */
  readonly ignored: number;
}

export interface PlannedPhoto {
  readonly wide: string;
  readonly teles: readonly string[];
  /** Why they belong together, in words. */
  readonly reason: string | null;
  readonly versions: readonly string[];
  /** Relative to the output folder. */
  readonly target: string;
  readonly action: 'enhance' | 'skip' | 'fail';
  /** Why it would be skipped or fail. */
  readonly problem: Said | null;
}

/** Finds the photos and plans where each would go, as `openBatch` does, and writes nothing. Throws as it does. */
export async function planBatch(options: Omit<GatherOptions, 'isOwnOutput'>): Promise<BatchPlan> {
  checkTemplate(options.settings.nameTemplate);
  const outputFolder = await realpath(options.outputFolder).catch(() => resolve(options.outputFolder));
  const source = await realpath(options.source).catch(() => resolve(options.source));
  const { items, found, ignored } = await gatherItems({
    ...options,
    source,
    outputFolder,
    isOwnOutput: (path) => path.endsWith('.provenance.png'),
  });
  const targets = planTargets(items);
  const photos: PlannedPhoto[] = [];
  for (const [index, item] of items.entries()) {
    const { reason = null, versions = [] } = found[index] ?? {};
    const planned = targets[index] ?? '';
    const decision = await decideItem(item, planned, { outputFolder, history, goesOn: false, isClaimed: () => false });
    photos.push({
      wide: item.widePath,
      teles: item.teles.map(({ path }) => path),
      reason,
      versions,
      target: decision.target,
      ...outcomeOf(item.problem, decision.what === 'skip' ? decision.reason : null),
    });
  }
  return { photos, ignored };
}

/** Nothing is known of earlier runs. */
const history = {
  unfinished: null,
  byKey: new Map(),
  cancelled: new Set<string>(),
  strangers: new Set<string>(),
  order: [],
  byTarget: new Map(),
};

function outcomeOf(problem: WireError | null, skipped: Said | null): Pick<PlannedPhoto, 'action' | 'problem'> {
  if (problem !== null) return { action: 'fail', problem: problem.message };
  return { action: skipped === null ? 'enhance' : 'skip', problem: skipped };
}

/** The plan for a person, a line for each photo. */
export function describePlan({ photos, ignored }: BatchPlan): string {
  const lines = photos.flatMap(({ wide, teles, target, action, problem, reason, versions }) => [
    `${action.padEnd(8)} ${[wide, ...teles].map((path) => basename(path)).join(' + ')} -> ${target}${problem === null ? '' : ` (${speak(problem, 'en')})`}`,
    ...(reason === null ? [] : [`         ${reason}`]),
    ...versions.map((version) => `         = ${basename(version)} (another version)`),
  ]);
  return [...lines, `${photos.length} to do, ${ignored} other files`].join('\n');
}
