import type { viewer as english } from '../english/viewer.ts';
import { write } from './formats.ts';

export const viewer: typeof english = {
  zoom: 'Zoom',
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  zoomInKey: 'Vergrößern (+)',
  zoomOutKey: 'Verkleinern (−)',
  zoomField: 'Zoom in Prozent',
  percent: write.percent,
  fit: 'Ganz',
  fitKey: 'Das ganze Bild (0)',
  fullSizeKey: 'Ein Bildpixel je Bildschirmpixel (Z)',
  doubleSizeKey: 'Doppelt so groß (Umschalt + Z)',
};
