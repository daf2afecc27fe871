import { spoken, write } from './spoken.ts';

const en = {
  loading: 'Opening …',
  title: 'Photos',
  wide: 'Wide',
  tele: 'Telephoto',
  focal: (millimetres: number): string => `${write.whole(millimetres)} mm`,
  byHand: 'Paired by hand',
};

const de: typeof en = {
  loading: 'Wird geöffnet …',
  title: 'Fotos',
  wide: 'Weitwinkel',
  tele: 'Tele',
  focal: (millimetres) => `${write.whole(millimetres)} mm`,
  byHand: 'Von Hand verbunden',
};

export const photoWords = spoken({ en, de });
