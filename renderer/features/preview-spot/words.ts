import { spoken } from '../../words/spoken.ts';

const en = {
  picture: 'The wide photo; a click enhances that spot',
  hint: 'Click anywhere to see that spot enhanced',
  working: 'Enhancing this spot …',
  failed: 'This spot was not enhanced.',
  withTele: 'With detail of the telephoto',
  withoutTele: 'From the wide photo alone',
  divider: 'Divider between the photo and the preview',
  close: 'Close the preview',
  noneShown: 'No preview is shown',
  announce: 'The spot is enhanced',
};

const de: typeof en = {
  picture: 'Das Weitwinkelbild; ein Klick verbessert diese Stelle',
  hint: 'Ein Klick zeigt diese Stelle verbessert',
  working: 'Diese Stelle wird verbessert …',
  failed: 'Diese Stelle wurde nicht verbessert.',
  withTele: 'Mit Einzelheiten des Telebilds',
  withoutTele: 'Aus dem Weitwinkelbild allein',
  divider: 'Trennlinie zwischen Foto und Vorschau',
  close: 'Vorschau schließen',
  noneShown: 'Es wird keine Vorschau gezeigt',
  announce: 'Die Stelle ist verbessert',
};

export const words = spoken({ en, de });
