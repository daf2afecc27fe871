import type { Settings } from '#contract/settings';
import { write } from './formats.ts';

export const settings = {
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
  privacy: 'Telewide works offline. No photo and no usage data ever leaves this machine.',
  version: (version: string): string => `Version ${version}.`,
  notSaved: 'The setting was not saved',
  range: (low: number, high: number): string => `Between ${write.whole(low)} and ${write.whole(high)}`,
};
