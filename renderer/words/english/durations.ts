import { write } from './formats.ts';

export const durations = {
  /** How long something took. */
  took: write.duration,
  /** A share of 0 to 1. */
  share: write.share,
  /** How long is left, rounded as a person would say it: never more exact than an estimate deserves. */
  remaining: {
    unknown: 'working out how long it takes',
    fewSeconds: 'a few seconds left',
    seconds: (seconds: number): string => `about ${write.whole(seconds)} seconds left`,
    oneMinute: 'about a minute left',
    minutes: (minutes: number): string => `about ${write.whole(minutes)} minutes left`,
    oneHour: 'about an hour left',
    hours: (hours: number): string => `about ${write.decimal(hours, hours % 1 === 0 ? 0 : 1)} hours left`,
  },
};
