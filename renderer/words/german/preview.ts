import type { preview as english } from '../english/preview.ts';

export const preview: typeof english = {
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
