import type { settings as english } from '../english/settings.ts';
import { write } from './formats.ts';

export const settings: typeof english = {
  title: 'Einstellungen',
  language: 'Sprache',
  languages: { system: 'System', en: 'English', de: 'Deutsch' },
  theme: 'Erscheinungsbild',
  themes: { system: 'System', light: 'Hell', dark: 'Dunkel' },
  keepGps: 'Ort in gesicherten Fotos behalten',
  keepGpsHint: 'Lässt sich für jedes Foto anders wählen.',
  adaptOnBattery: 'Auch im Akkubetrieb lernen',
  adaptOnBatteryHint: 'Sonst wartet das Kennenlernen des Telefons, bis der Rechner am Netz ist.',
  fullPrecision: 'Volle Genauigkeit auf Grafikkarten',
  fullPrecisionHint: 'Sonst rechnet eine Karte mit halber, wo das dasselbe Bild ergibt, nur schneller.',
  pixelLimit: 'Größtes Foto',
  pixelLimitUnit: 'Megapixel',
  pixelLimitHint: 'Größere werden vor dem Öffnen abgelehnt.',
  memory: 'Speicher für eine Verbesserung',
  memoryUnit: 'MiB',
  memoryHint: 'Weniger ist langsamer, mehr bis zu einem Punkt schneller.',
  privacy: 'Telewide arbeitet ohne Netz. Weder Fotos noch Nutzungsdaten verlassen jemals diesen Rechner.',
  version: (version) => `Version ${version}.`,
  notSaved: 'Die Einstellung wurde nicht gespeichert',
  range: (low, high) => `Zwischen ${write.whole(low)} und ${write.whole(high)}`,
};
