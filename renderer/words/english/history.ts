import type { EditName } from '#contract/project-history';
import { write } from './formats.ts';

const photos = (count: number): string => (count === 1 ? 'one photo' : `${write.whole(count)} photos`);

export const history = {
  undo: 'Undo',
  redo: 'Redo',
  undoEdit: (edit: string): string => `Undo: ${edit}`,
  redoEdit: (edit: string): string => `Redo: ${edit}`,
  nothingToUndo: 'There is nothing to undo',
  nothingToRedo: 'There is nothing to redo',
  edits: {
    'add-photos': (count: number): string => `add ${photos(count)}`,
    'remove-photos': (count: number): string => `remove ${photos(count)}`,
    'pair-photos': (count: number): string => (count === 1 ? 'pair two photos' : `make ${write.whole(count)} pairs`),
    'separate-photos': () => 'separate two photos',
    'swap-roles': () => 'swap wide and telephoto',
    clear: () => 'remove everything',
    'move-tele': () => 'move the telephoto',
    'refine-tele': () => 'refine the overlap',
    'open-project': () => 'opening another project',
    'release-tele': () => 'back to the automatic overlap',
    crop: () => 'crop',
    straighten: () => 'straighten',
    'use-reference': () => 'use the telephoto',
    'leave-reference': () => 'do without the telephoto',
    'reference-strength': () => 'strength of the telephoto',
    denoise: () => 'denoise',
  } satisfies Record<EditName, (count: number) => string>,
};
