import type { history as english } from '../english/history.ts';
import { write } from './formats.ts';

const photos = (count: number): string => (count === 1 ? 'ein Foto' : `${write.whole(count)} Fotos`);

export const history: typeof english = {
  undo: 'Rückgängig',
  redo: 'Wiederholen',
  undoEdit: (edit) => `Rückgängig: ${edit}`,
  redoEdit: (edit) => `Wiederholen: ${edit}`,
  nothingToUndo: 'Es gibt nichts rückgängig zu machen',
  nothingToRedo: 'Es gibt nichts zu wiederholen',
  edits: {
    'add-photos': (count) => `${photos(count)} hinzufügen`,
    'remove-photos': (count) => `${photos(count)} entfernen`,
    'pair-photos': (count) => (count === 1 ? 'zwei Fotos zum Paar machen' : `${write.whole(count)} Paare bilden`),
    'separate-photos': () => 'zwei Fotos trennen',
    'swap-roles': () => 'Weitwinkel und Tele tauschen',
    clear: () => 'alles entfernen',
    'move-tele': () => 'Telebild verschieben',
    'refine-tele': () => 'Überlappung verfeinern',
    'open-project': () => 'anderes Projekt öffnen',
    'release-tele': () => 'zurück zur automatischen Überlappung',
    crop: () => 'zuschneiden',
    straighten: () => 'geraderichten',
    'use-reference': () => 'Telebild verwenden',
    'leave-reference': () => 'ohne Telebild auskommen',
    'reference-strength': () => 'Stärke des Telebilds',
    denoise: () => 'entrauschen',
  },
};
