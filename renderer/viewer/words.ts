import { spoken } from '../words/spoken.ts';

const en = {
  zoom: 'Zoom',
  zoomField: 'Zoom in percent',
  fit: 'Fit',
  histogram: 'Histogram of the result',
  clippedDark: (share: string): string => `${share} fully dark`,
  clippedBright: (share: string): string => `${share} fully bright`,
  splitterValue: (percent: number): string => `${percent} percent shows before`,
};

const de: typeof en = {
  zoom: 'Zoom',
  zoomField: 'Zoom in Prozent',
  fit: 'Ganz',
  histogram: 'Histogramm des Ergebnisses',
  clippedDark: (share) => `${share} ganz dunkel`,
  clippedBright: (share) => `${share} ganz hell`,
  splitterValue: (percent) => `${percent} Prozent zeigen vorher`,
};

export const words = spoken({ en, de });
