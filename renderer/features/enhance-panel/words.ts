import type { ScaleChoice } from '#contract/project-edits';
import { spoken, write } from '../../words/spoken.ts';

const en = {
  title: 'Enhance',
  autoReason: (device: string): string => `${device} is used: the fastest that works here.`,
  trying: 'Finding out what this machine can run on …',
  notHere: (device: string): string => `${device} – not here`,
  others: 'Why not the others?',
  reference: 'Use the telephoto',
  referenceHint: 'Brings in the detail that it really saw.',
  referenceNone: 'There is no telephoto for this photo.',
  referenceFailed: 'The telephoto does not match, so the wide photo is enhanced by itself.',
  strength: 'Detail of the telephoto',
  strengthHint: 'How much of it is brought in.',
  denoise: 'Remove noise',
  scale: 'Size of the result',
  scales: (scale: ScaleChoice): string => (scale === 'auto' ? 'Auto' : `${scale} ×`),
  printed: (across: number, down: number): string =>
    `Printed at 300 dpi: ${write.whole(across)} × ${write.whole(down)} cm`,
  start: 'Enhance',
  comes: (size: string, megapixels: number, milliseconds: number | null): string =>
    [size, `${write.whole(megapixels)} megapixels`, ...aboutWords(milliseconds, 'about')].join(' · '),
  advanced: (model: string): string => `Model and device: ${model}`,
  again: 'Enhance again',
  unchanged: 'This is the result of these settings. Change one to enhance again.',
  replaced: 'Changed on disk: enhance again',
  replacedDetail: (name: string): string =>
    `${name} is another photo than the one that was enhanced. The old result is no longer shown.`,
  noModel: 'No model is installed. Install Telewide again to get its models back.',
  progress: 'Progress of the enhancement',
  waiting: 'Waiting for its turn',
  cancelling: 'Cancelling …',
  cancelled: 'Cancelled. Nothing was changed.',
  failed: 'The photo was not enhanced',
  nothingRuns: 'Nothing is being enhanced',
  blocked: {
    noEngine: 'The engine is not running',
    running: 'It is being enhanced already',
    noModel: 'There is no model',
    unmatched: 'The overlap is still being looked for',
  },
  done: 'Enhanced',
  doneDetail: (size: string, time: string, device: string): string => `${size}, in ${time} on ${device}`,
  withoutReference: (reason: string): string => `Without the telephoto. ${reason}`,
  announceStart: 'Enhancing has begun',
  announcePercent: (percent: number, remaining: string): string => `${percent} percent, ${remaining}`,
  announceDone: 'The photo is enhanced. Compare it now.',
  otherCamera: (learned: string, taken: string | null): string =>
    taken === null
      ? `It learned the ${learned}; nothing says who took this photo.`
      : `It learned the ${learned}; this photo is from the ${taken}.`,
  tune: 'Tune it to your phone …',
};

const de: typeof en = {
  title: 'Verbessern',
  autoReason: (device) => `${device}: das Schnellste, das hier läuft.`,
  trying: 'Es wird geprüft, worauf dieser Rechner rechnen kann …',
  notHere: (device) => `${device} – hier nicht`,
  others: 'Warum nicht die anderen?',
  reference: 'Das Telebild verwenden',
  referenceHint: 'Bringt die Einzelheiten ein, die es wirklich gesehen hat.',
  referenceNone: 'Zu diesem Foto gibt es kein Telebild.',
  referenceFailed: 'Das Telebild passt nicht, darum wird das Weitwinkelbild für sich verbessert.',
  strength: 'Einzelheiten des Telebilds',
  strengthHint: 'Wie viel davon eingebracht wird.',
  denoise: 'Rauschen entfernen',
  scale: 'Größe des Ergebnisses',
  scales: (scale) => (scale === 'auto' ? 'Auto' : `${scale} ×`),
  printed: (across, down) => `Gedruckt mit 300 dpi: ${write.whole(across)} × ${write.whole(down)} cm`,
  start: 'Verbessern',
  comes: (size, megapixels, milliseconds) =>
    [size, `${write.whole(megapixels)} Megapixel`, ...aboutWords(milliseconds, 'etwa')].join(' · '),
  advanced: (model) => `Modell und Gerät: ${model}`,
  again: 'Erneut verbessern',
  unchanged: 'Das ist das Ergebnis dieser Einstellungen. Erst mit einer anderen lohnt es sich erneut.',
  replaced: 'Auf dem Datenträger geändert: erneut verbessern',
  replacedDetail: (name) =>
    `${name} ist ein anderes Foto als das, das verbessert wurde. Das alte Ergebnis wird nicht mehr gezeigt.`,
  noModel: 'Es ist kein Modell installiert. Eine neue Installation von Telewide bringt die Modelle zurück.',
  progress: 'Fortschritt der Verbesserung',
  waiting: 'Wartet, bis es an der Reihe ist',
  cancelling: 'Wird abgebrochen …',
  cancelled: 'Abgebrochen. Nichts wurde geändert.',
  failed: 'Das Foto wurde nicht verbessert',
  nothingRuns: 'Es wird gerade nichts verbessert',
  blocked: {
    noEngine: 'Das Rechenwerk läuft nicht',
    running: 'Es wird schon verbessert',
    noModel: 'Es gibt kein Modell',
    unmatched: 'Die Überlappung wird noch gesucht',
  },
  done: 'Verbessert',
  doneDetail: (size, time, device) => `${size}, in ${time} auf ${device}`,
  withoutReference: (reason) => `Ohne das Telebild. ${reason}`,
  announceStart: 'Das Verbessern hat begonnen',
  announcePercent: (percent, remaining) => `${percent} Prozent, ${remaining}`,
  announceDone: 'Das Foto ist verbessert und kann verglichen werden.',
  otherCamera: (learned, taken) =>
    taken === null
      ? `Es hat das ${learned} kennengelernt; woher dieses Foto stammt, steht nicht darin.`
      : `Es hat das ${learned} kennengelernt; dieses Foto stammt vom ${taken}.`,
  tune: 'Auf das eigene Telefon abstimmen …',
};

export const words = spoken({ en, de });

/** To ten seconds, or to a minute: an estimate deserves no more. */
function aboutWords(milliseconds: number | null, about: string): string[] {
  if (milliseconds === null) return [];
  const step = milliseconds < 90_000 ? 10_000 : 60_000;
  return [`${about} ${write.duration(Math.max(step, Math.round(milliseconds / step) * step))}`];
}
