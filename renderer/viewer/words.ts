import { spoken } from '../words/spoken.ts';

const en = {
  zoom: 'Zoom',
  zoomField: 'Zoom in percent',
  fit: 'Fit',
  splitterValue: (percent: number): string => `${percent} percent shows before`,
};

const de: typeof en = {
  zoom: 'Zoom',
  zoomField: 'Zoom in Prozent',
  fit: 'Ganz',
  splitterValue: (percent) => `${percent} Prozent zeigen vorher`,
};

export const words = spoken({ en, de });
