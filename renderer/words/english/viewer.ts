import { write } from './formats.ts';

export const viewer = {
  zoom: 'Zoom',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomInKey: 'Zoom in (+)',
  zoomOutKey: 'Zoom out (−)',
  zoomField: 'Zoom in percent',
  percent: write.percent,
  fit: 'Fit',
  fitKey: 'The whole picture (0)',
  fullSizeKey: 'One picture pixel per screen pixel (Z)',
  doubleSizeKey: 'Twice as large (Shift + Z)',
};
