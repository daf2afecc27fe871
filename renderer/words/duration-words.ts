import { strings } from './strings.ts';

/** How long is left, rounded as a person would say it: never more exact than an estimate deserves. */
export function remainingWords(remainingMs: number | null): string {
  const words = strings.durations.remaining;
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
