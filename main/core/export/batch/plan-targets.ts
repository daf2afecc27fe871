import { fileEnding } from '#contract/export-settings';
import { safeFileName, splitEnding } from '#core/export/photo/safe-file-name';
import type { BatchItem } from './batch-item.ts';
import { chooseTargets } from './choose-targets.ts';
import { folderOf, unreadablePhoto } from './gather-items.ts';
import { fillTemplate } from './name-template.ts';

/** Where every item goes, relative to the output folder with '/' between the parts; two never share a file, on any system. */
export function planTargets(items: readonly BatchItem[]): string[] {
  return chooseTargets(items.map((item, index) => wishOf(item, index + 1)));
}

/** Where the teles go that turn out to be strangers, by their keys; none goes where an item goes. */
export function planStrangers(items: readonly BatchItem[], targets: readonly string[]): ReadonlyMap<string, string> {
  const alone = items.flatMap(({ telesAlone }) => telesAlone);
  const places = chooseTargets(
    alone.map((item, index) => wishOf(item, items.length + index + 1)),
    targets,
  );
  return new Map(alone.map(({ key }, index) => [key, places[index] ?? '']));
}

function wishOf(item: BatchItem, index: number): string {
  const ending = fileEnding[item.settings.output.format];
  if (item.wishedTarget !== null) return manifestWish(item.wishedTarget, ending);
  const folder = folderOf(item);
  const summary = item.wide ?? unreadablePhoto(item.widePath);
  const name = fillTemplate(item.settings.nameTemplate, { summary, index, folder, model: item.settings.model }, ending);
  const kept = item.settings.tree === 'keep' ? safeParts(folder) : [];
  return [...kept, ...name].join('/');
}

/** A manifest's own path, kept inside the output folder; its ending says the format. */
function manifestWish(wish: string, ending: string): string {
  const names = safeParts(wish);
  const last = names.pop() ?? 'photo';
  return [...names, `${splitEnding(last).stem}.${ending}`].join('/');
}

function safeParts(path: string): string[] {
  return path
    .split(/[/\\]/)
    .map((part) => safeFileName(part, ''))
    .filter((part) => part !== '');
}
