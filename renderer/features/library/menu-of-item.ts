import type { CommandId } from '../../commands/command-list.ts';

/** What can be done with the chosen photos of the library. */
export const menuOfItem: readonly CommandId[] = [
  'library-open',
  'library-enhance',
  'library-cancel',
  'show-exports',
  'copy-settings',
  'paste-settings',
  'library-pair',
  'library-register',
  'library-swap',
  'library-separate',
  'library-remove',
];
