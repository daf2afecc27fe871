import { lowerFirst } from './lower-first.ts';
import { spoken, write } from './spoken.ts';

const en = {
  loading: 'Opening …',
  title: 'Photos',
  wide: 'Wide',
  tele: 'Telephoto',
  focal: (millimetres: number): string => `${write.whole(millimetres)} mm`,
  why: (reason: string): string => `Paired because ${lowerFirst(reason)}`,
  byHand: 'Paired by hand',
};

const de: typeof en = {
  loading: 'Wird geöffnet …',
  title: 'Fotos',
  wide: 'Weitwinkel',
  tele: 'Tele',
  focal: (millimetres) => `${write.whole(millimetres)} mm`,
  why: (reason) => `Verbunden: ${reason}`,
  byHand: 'Von Hand verbunden',
};

export const photoWords = spoken({ en, de });
