import type { EditName } from '#contract/project-history';
import { spoken, write } from '../words/spoken.ts';

const en = {
  name: 'Telewide',
  dismiss: 'Dismiss this message',
  workingTitle: (percent: number): string => `${percent} % · Telewide`,
  skip: 'Skip to the picture',
  panel: 'About this picture',
  topBar: {
    views: 'View',
    overlap: 'Overlap',
    crop: 'Crop',
    preview: 'Preview',
    compare: 'Compare',
    add: 'Add photos',
    addMore: 'Photos or a folder',
    settings: 'Settings',
  },
  engine: {
    starting: 'The engine is starting …',
    restarting: 'The engine stopped and is being started again. Your photos are safe.',
    stopped: (reason: string): string => `The engine is not running. ${reason}`,
    ready: 'The engine is running again.',
    lost: 'The connection to Telewide closed. Trying again …',
  },
  history: {
    undo: 'Undo',
    redo: 'Redo',
    list: 'What was edited, one after another',
    undoEdit: (edit: string): string => `Undo: ${edit}`,
    redoEdit: (edit: string): string => `Redo: ${edit}`,
    nothingToUndo: 'There is nothing to undo',
    nothingToRedo: 'There is nothing to redo',
    edits: {
      'add-photos': (count: number): string => `add ${englishPhotos(count)}`,
      'remove-photos': (count: number): string => `remove ${englishPhotos(count)}`,
      'pair-photos': (count: number): string => (count === 1 ? 'pair two photos' : `make ${write.whole(count)} pairs`),
      'separate-photos': () => 'separate two photos',
      'swap-roles': () => 'swap wide and telephoto',
      clear: () => 'remove everything',
      'move-tele': () => 'move the telephoto',
      'insist-on-tele': () => 'use the telephoto all the same',
      'refine-tele': () => 'refine the overlap',
      'open-project': () => 'opening another project',
      'release-tele': () => 'back to the automatic overlap',
      crop: () => 'crop',
      straighten: () => 'straighten',
      'use-reference': () => 'use the telephoto',
      'leave-reference': () => 'do without the telephoto',
      'reference-strength': () => 'strength of the telephoto',
      denoise: () => 'denoise',
      'copy-settings': (count: number): string => `copy settings to ${englishPhotos(count)}`,
      scale: () => 'size of the result',
      'use-tele': () => 'use a telephoto',
      'leave-tele': () => 'switch a telephoto off',
      'front-tele': () => 'which telephoto is in front',
    } satisfies Record<EditName, (count: number) => string>,
  },
};

const de: typeof en = {
  name: 'Telewide',
  dismiss: 'Diese Meldung ausblenden',
  workingTitle: (percent) => `${percent} % · Telewide`,
  skip: 'Direkt zum Bild',
  panel: 'Zu diesem Bild',
  topBar: {
    views: 'Ansicht',
    overlap: 'Überlappung',
    crop: 'Zuschnitt',
    preview: 'Vorschau',
    compare: 'Vergleich',
    add: 'Fotos hinzufügen',
    addMore: 'Fotos oder ein Ordner',
    settings: 'Einstellungen',
  },
  engine: {
    starting: 'Das Rechenwerk startet …',
    restarting: 'Das Rechenwerk ist stehen geblieben und wird neu gestartet. Den Fotos ist nichts geschehen.',
    stopped: (reason) => `Das Rechenwerk läuft nicht. ${reason}`,
    ready: 'Das Rechenwerk läuft wieder.',
    lost: 'Die Verbindung zu Telewide wurde getrennt. Es wird erneut versucht …',
  },
  history: {
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    list: 'Was geändert wurde, eins nach dem anderen',
    undoEdit: (edit) => `Rückgängig: ${edit}`,
    redoEdit: (edit) => `Wiederholen: ${edit}`,
    nothingToUndo: 'Es gibt nichts rückgängig zu machen',
    nothingToRedo: 'Es gibt nichts zu wiederholen',
    edits: {
      'add-photos': (count) => `${germanPhotos(count)} hinzufügen`,
      'remove-photos': (count) => `${germanPhotos(count)} entfernen`,
      'pair-photos': (count) => (count === 1 ? 'zwei Fotos zum Paar machen' : `${write.whole(count)} Paare bilden`),
      'separate-photos': () => 'zwei Fotos trennen',
      'swap-roles': () => 'Weitwinkel und Tele tauschen',
      clear: () => 'alles entfernen',
      'move-tele': () => 'Telebild verschieben',
      'insist-on-tele': () => 'Telebild trotzdem verwenden',
      'refine-tele': () => 'Überlappung verfeinern',
      'open-project': () => 'anderes Projekt öffnen',
      'release-tele': () => 'zurück zur automatischen Überlappung',
      crop: () => 'zuschneiden',
      straighten: () => 'geraderichten',
      'use-reference': () => 'Telebild verwenden',
      'leave-reference': () => 'ohne Telebild auskommen',
      'reference-strength': () => 'Stärke des Telebilds',
      denoise: () => 'entrauschen',
      'copy-settings': (count) => `Einstellungen für ${germanPhotos(count)} übernehmen`,
      scale: () => 'Größe des Ergebnisses',
      'use-tele': () => 'ein Telebild verwenden',
      'leave-tele': () => 'ein Telebild ausschalten',
      'front-tele': () => 'welches Telebild vorn ist',
    },
  },
};

export const words = spoken({ en, de });

function englishPhotos(count: number): string {
  return count === 1 ? 'one photo' : `${write.whole(count)} photos`;
}

function germanPhotos(count: number): string {
  return count === 1 ? 'ein Foto' : `${write.whole(count)} Fotos`;
}
