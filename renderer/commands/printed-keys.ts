import { commandList, type CommandId } from './command-list.ts';
import { keyCaps } from './key-names.ts';
import { commandWords } from './words.ts';

/** Whether keys are named and pressed as on a Mac. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The first key of a command as it is printed, `Ctrl+K` or on a Mac `⌘K`; empty when it has none. */
export function printedKeys(id: CommandId): string {
  const [key] = commandList[id].keys;
  return key === undefined ? '' : keyCaps(key, isMac, commandWords.keys).join(isMac ? '' : '+');
}
