import type { Settings } from '#contract/settings';
import { spoken, write } from '../../words/spoken.ts';

const en = {
  title: 'Settings',
  language: 'Language',
  // The names of languages stay in their own language, so that everybody finds theirs.
  languages: { system: 'System', en: 'English', de: 'Deutsch' } satisfies Record<Settings['language'], string>,
  theme: 'Appearance',
  themes: { system: 'System', light: 'Light', dark: 'Dark' } satisfies Record<Settings['theme'], string>,
  keepGps: 'Keep the location in saved photos',
  keepGpsHint: 'You can choose otherwise for each photo.',
  adaptOnBattery: 'Learn on battery too',
  adaptOnBatteryHint: 'Otherwise learning your phone waits until the machine is plugged in.',
  fullPrecision: 'Full precision on graphics cards',
  fullPrecisionHint: 'Otherwise a card computes with half of it where that gives the same picture, sooner.',
  pixelLimit: 'Largest photo',
  pixelLimitUnit: 'megapixels',
  pixelLimitHint: 'Larger ones are refused before they are opened.',
  memory: 'Memory for an enhancement',
  memoryUnit: 'MiB',
  memoryHint: 'Less is slower, more is faster, to a point.',
  cacheLimit: 'Room for pictures that were made',
  cacheLimitUnit: 'GiB',
  cacheLimitHint: 'Those looked at longest ago go first. They can be made again.',
  privacy: 'Telewide works offline. No photo and no usage data ever leaves this machine.',
  version: (version: string): string => `Version ${version}.`,
  range: (low: number, high: number): string => `Between ${write.whole(low)} and ${write.whole(high)}`,
};

const de: typeof en = {
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
  cacheLimit: 'Platz für gemachte Bilder',
  cacheLimitUnit: 'GiB',
  cacheLimitHint: 'Was am längsten nicht angesehen wurde, geht zuerst; es lässt sich wieder machen.',
  privacy: 'Telewide arbeitet ohne Netz. Weder Fotos noch Nutzungsdaten verlassen jemals diesen Rechner.',
  version: (version) => `Version ${version}.`,
  range: (low, high) => `Zwischen ${write.whole(low)} und ${write.whole(high)}`,
};

export const words = spoken({ en, de });
