/** What a person can do, by group. Order is the order of the lists. */
export interface CommandFacts {
  readonly group: CommandGroup;
  /**
   * Any of these runs it: a key as the browser names it, with `Shift+` for letters and arrows, and `Mod+` for Ctrl (Cmd on a Mac).
   * Keys without `Mod` are heard only where nothing else wants them.
   */
  readonly keys: readonly string[];
}

export const commandGroups = [
  'everywhere',
  'library',
  'pair',
  'picture',
  'overlap',
  'crop',
  'compare',
  'preview',
] as const;
export type CommandGroup = (typeof commandGroups)[number];

export const commandList = {
  'open-palette': { group: 'everywhere', keys: ['Mod+k'] },
  'show-shortcuts': { group: 'everywhere', keys: ['?'] },
  'open-settings': { group: 'everywhere', keys: ['Mod+,'] },
  'show-exports': { group: 'everywhere', keys: ['Mod+e'] },
  'show-models': { group: 'everywhere', keys: ['Shift+m'] },
  undo: { group: 'everywhere', keys: ['Mod+z'] },
  redo: { group: 'everywhere', keys: ['Mod+Shift+z', 'Mod+y'] },
  'add-photos': { group: 'everywhere', keys: ['Mod+o'] },
  'add-folder': { group: 'everywhere', keys: ['Mod+Shift+f'] },
  'next-language': { group: 'everywhere', keys: [] },
  'next-theme': { group: 'everywhere', keys: [] },
  'show-library': { group: 'everywhere', keys: ['Shift+l'] },
  'copy-settings': { group: 'everywhere', keys: ['Mod+Shift+c'] },
  'paste-settings': { group: 'everywhere', keys: ['Mod+Shift+v'] },
  'next-photo': { group: 'everywhere', keys: ['Shift+ArrowDown'] },
  'previous-photo': { group: 'everywhere', keys: ['Shift+ArrowUp'] },
  'library-open': { group: 'library', keys: ['Enter'] },
  'library-all': { group: 'library', keys: ['Mod+a'] },
  'library-find': { group: 'library', keys: ['Mod+f'] },
  'library-pair': { group: 'library', keys: ['Shift+p'] },
  'library-find-pairs': { group: 'library', keys: ['Shift+f'] },
  'library-separate': { group: 'library', keys: ['Shift+s'] },
  'library-swap': { group: 'library', keys: ['Shift+w'] },
  'library-register': { group: 'library', keys: ['Shift+o'] },
  'library-enhance': { group: 'library', keys: ['Shift+e'] },
  'library-cancel': { group: 'library', keys: [] },
  'library-remove': { group: 'library', keys: ['Delete', 'Backspace'] },
  'switch-stage': { group: 'pair', keys: ['c'] },
  'show-overlap': { group: 'pair', keys: [] },
  'show-preview': { group: 'pair', keys: ['w'] },
  'show-compare': { group: 'pair', keys: [] },
  'show-crop': { group: 'pair', keys: ['Shift+c'] },
  enhance: { group: 'pair', keys: ['e'] },
  'cancel-enhancement': { group: 'pair', keys: [] },
  save: { group: 'pair', keys: ['s'] },
  'zoom-in': { group: 'picture', keys: ['+', '='] },
  'zoom-out': { group: 'picture', keys: ['-'] },
  fit: { group: 'picture', keys: ['0'] },
  'full-size': { group: 'picture', keys: ['z'] },
  'double-size': { group: 'picture', keys: ['Shift+z'] },
  'move-left': { group: 'picture', keys: ['ArrowLeft'] },
  'move-right': { group: 'picture', keys: ['ArrowRight'] },
  'move-up': { group: 'picture', keys: ['ArrowUp'] },
  'move-down': { group: 'picture', keys: ['ArrowDown'] },
  'next-overlay-mode': { group: 'overlap', keys: ['o'] },
  'blink-tele': { group: 'overlap', keys: ['t'] },
  'matched-points': { group: 'overlap', keys: ['m'] },
  'correct-overlap': { group: 'overlap', keys: ['h'] },
  'pin-here': { group: 'overlap', keys: ['k'] },
  'refine-overlap': { group: 'overlap', keys: ['f'] },
  'show-tele-view': { group: 'crop', keys: ['g'] },
  'draw-horizon': { group: 'crop', keys: ['j'] },
  'compare-split': { group: 'compare', keys: ['d'] },
  'compare-side': { group: 'compare', keys: ['v'] },
  'compare-single': { group: 'compare', keys: ['n'] },
  'show-before': { group: 'compare', keys: ['b', ' '] },
  'split-left': { group: 'compare', keys: ['1'] },
  'split-middle': { group: 'compare', keys: ['2'] },
  'split-right': { group: 'compare', keys: ['3'] },
  'turn-divider': { group: 'compare', keys: ['r'] },
  'turn-divider-back': { group: 'compare', keys: ['Shift+r'] },
  'next-before': { group: 'compare', keys: ['a'] },
  'next-after': { group: 'compare', keys: ['Shift+a'] },
  loupe: { group: 'compare', keys: ['l'] },
  'pixel-values': { group: 'compare', keys: ['i'] },
  provenance: { group: 'compare', keys: ['p'] },
  'copy-picture': { group: 'compare', keys: ['Mod+c'] },
  'next-place': { group: 'compare', keys: ['.'] },
  'previous-place': { group: 'compare', keys: [','] },
  'preview-here': { group: 'preview', keys: ['x'] },
  'close-preview': { group: 'preview', keys: ['Escape'] },
} as const satisfies Record<string, CommandFacts>;

export type CommandId = keyof typeof commandList;

export const commandIds = Object.keys(commandList) as CommandId[];
