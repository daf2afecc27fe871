import type { CommandId } from '../../commands/command-list.ts';
import type { IconName } from '../../controls/icon-paths.ts';
import { words } from './words.ts';

/** What can be done with the chosen photos of the library, as far as it is possible now: the buttons beside it, and the menu at a photo. */
export const itemActions: readonly { id: CommandId; icon: IconName; label: () => string }[] = [
  { id: 'library-open', icon: 'eye', label: () => words.open },
  { id: 'library-enhance', icon: 'enhance', label: () => words.enhance },
  { id: 'library-cancel', icon: 'close', label: () => words.cancel },
  { id: 'show-exports', icon: 'save', label: () => words.exportThem },
  { id: 'copy-settings', icon: 'copy', label: () => words.copySettings },
  { id: 'paste-settings', icon: 'copy', label: () => words.pasteSettings },
  { id: 'library-pair', icon: 'photos', label: () => words.pairThem },
  { id: 'library-find-pairs', icon: 'search', label: () => words.findPairs },
  { id: 'library-register', icon: 'search', label: () => words.match },
  { id: 'library-swap', icon: 'swap', label: () => words.swap },
  { id: 'library-separate', icon: 'unlink', label: () => words.separate },
  { id: 'library-remove', icon: 'remove', label: () => words.remove },
];
