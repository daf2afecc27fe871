import type { save as english } from '../english/save.ts';

export const save: typeof english = {
  title: 'Sichern',
  format: 'Format',
  formats: { jpeg: 'JPEG', png: 'PNG', tiff: 'TIFF', webp: 'WebP', avif: 'AVIF' },
  formatHints: {
    jpeg: 'Öffnet sich überall, klein',
    png: 'Verlustfrei, größer',
    tiff: 'Verlustfrei, zum Weiterbearbeiten',
    webp: 'Klein, fürs Netz',
    avif: 'Am kleinsten, langsam zu schreiben',
  },
  quality: 'Qualität',
  keepGps: 'Ort behalten',
  keepGpsHint: 'Wo das Foto entstand, bleibt in der Datei.',
  noGps: 'Dieses Foto enthält keinen Ort.',
  start: 'Foto sichern …',
  startWeb: 'Foto herunterladen',
  progress: 'Fortschritt des Sicherns',
  writing: 'Das Foto wird geschrieben',
  saved: 'Gesichert',
  savedAs: (path) => `Gesichert als ${path}`,
  downloaded: (name) => `${name} liegt bei den Downloads`,
  busy: 'Es wird schon eine Datei geschrieben',
  failed: 'Das Foto wurde nicht gesichert',
  cancelled: 'Das Sichern wurde abgebrochen. Es blieb keine Datei zurück.',
  engineStopped: 'Das Rechenwerk ist stehen geblieben und wurde neu gestartet; bitte erneut sichern.',
};
