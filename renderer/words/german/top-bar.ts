import type { topBar as english } from '../english/top-bar.ts';

export const topBar: typeof english = {
  views: 'Ansicht',
  overlap: 'Überlappung',
  crop: 'Zuschnitt',
  preview: 'Vorschau',
  compare: 'Vergleich',
  add: 'Fotos hinzufügen',
  addMore: 'Fotos oder ein Ordner',
  settings: 'Einstellungen',
};
