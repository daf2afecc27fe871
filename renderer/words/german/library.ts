import type { library as english, photos as englishPhotos } from '../english/library.ts';
import { write } from './formats.ts';

export const library: typeof english = {
  title: 'Fotos',
  pairs: 'Paare',
  single: 'Kein Telebild',
  state: {
    loading: 'Wird geöffnet …',
    registering: 'Überlappung wird gesucht …',
    unregistered: 'Noch nicht abgeglichen',
    good: 'Bereit zum Verbessern',
    doubtful: 'Überlappung ansehen',
    failed: 'Keine Überlappung gefunden',
    enhancing: (percent) => `Wird verbessert · ${percent} %`,
    enhanced: 'Verbessert',
    queued: 'Wartet',
  },
  remove: 'Aus der Liste entfernen',
  swap: 'Weitwinkel und Tele vertauschen',
  unpair: 'Die beiden Fotos trennen',
  pairWith: 'Mit einem anderen Foto verbinden',
  pairWithHint: 'Auswählen …',
  filesStay: 'Die Dateien bleiben, wo sie sind.',
  changeFailed: 'Die Änderung wurde nicht übernommen',
  readFailed: (name) => `${name} ließ sich nicht öffnen`,
};

export const photos: typeof englishPhotos = {
  title: 'Fotos',
  wide: 'Weitwinkel',
  tele: 'Tele',
  size: write.size,
  focal: (millimetres) => `${write.whole(millimetres)} mm`,
  why: (reason) => `Verbunden: ${reason}`,
  byHand: 'Von Hand verbunden',
};
