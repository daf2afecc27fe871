import { spoken, write } from './spoken.ts';

const en = {
  unknown: 'working out how long it takes',
  fewSeconds: 'a few seconds left',
  seconds: (seconds: number): string => `about ${write.whole(seconds)} seconds left`,
  oneMinute: 'about a minute left',
  minutes: (minutes: number): string => `about ${write.whole(minutes)} minutes left`,
  oneHour: 'about an hour left',
  hours: (hours: number): string => `about ${write.decimal(hours, hours % 1 === 0 ? 0 : 1)} hours left`,
};

const de: typeof en = {
  unknown: 'die Dauer wird noch ermittelt',
  fewSeconds: 'noch ein paar Sekunden',
  seconds: (seconds) => `noch etwa ${write.whole(seconds)} Sekunden`,
  oneMinute: 'noch etwa eine Minute',
  minutes: (minutes) => `noch etwa ${write.whole(minutes)} Minuten`,
  oneHour: 'noch etwa eine Stunde',
  hours: (hours) => `noch etwa ${write.decimal(hours, hours % 1 === 0 ? 0 : 1)} Stunden`,
};

const words = spoken({ en, de });

/** How long is left, rounded as a person would say it: never more exact than an estimate deserves. */
export function remainingWords(remainingMs: number | null): string {
  if (remainingMs === null) return words.unknown;
  const seconds = remainingMs / 1000;
  if (seconds < 5) return words.fewSeconds;
  if (seconds <= 50) return words.seconds(Math.ceil(seconds / 10) * 10);
  if (seconds < 90) return words.oneMinute;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return words.minutes(minutes);
  const hours = Math.round(minutes / 30) / 2;
  return hours === 1 ? words.oneHour : words.hours(hours);
}
