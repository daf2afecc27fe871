import { spoken } from '../words/spoken.ts';

const en = {
  zoom: 'Zoom',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomInKey: 'Zoom in (+)',
  zoomOutKey: 'Zoom out (−)',
  zoomField: 'Zoom in percent',
  fit: 'Fit',
  fitKey: 'The whole picture (0)',
  fullSizeKey: 'One picture pixel per screen pixel (Z)',
  doubleSizeKey: 'Twice as large (Shift + Z)',
  splitterValue: (percent: number): string => `${percent} percent shows before`,
};

const de: typeof en = {
  zoom: 'Zoom',
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  zoomInKey: 'Vergrößern (+)',
  zoomOutKey: 'Verkleinern (−)',
  zoomField: 'Zoom in Prozent',
  fit: 'Ganz',
  fitKey: 'Das ganze Bild (0)',
  fullSizeKey: 'Ein Bildpixel je Bildschirmpixel (Z)',
  doubleSizeKey: 'Doppelt so groß (Umschalt + Z)',
  splitterValue: (percent) => `${percent} Prozent zeigen vorher`,
};

export const words = spoken({ en, de });
