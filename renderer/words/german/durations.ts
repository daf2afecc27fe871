import type { durations as english } from '../english/durations.ts';
import { write } from './formats.ts';

export const durations: typeof english = {
  took: write.duration,
  /** A share of 0 to 1. */
  share: write.share,
  remaining: {
    unknown: 'die Dauer wird noch ermittelt',
    fewSeconds: 'noch ein paar Sekunden',
    seconds: (seconds) => `noch etwa ${write.whole(seconds)} Sekunden`,
    oneMinute: 'noch etwa eine Minute',
    minutes: (minutes) => `noch etwa ${write.whole(minutes)} Minuten`,
    oneHour: 'noch etwa eine Stunde',
    hours: (hours) => `noch etwa ${write.decimal(hours, hours % 1 === 0 ? 0 : 1)} Stunden`,
  },
};
