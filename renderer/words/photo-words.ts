import { spoken, write } from './spoken.ts';

const en = {
  loading: 'Opening …',
  title: 'Photos',
  wide: 'Wide',
  tele: 'Telephoto',
  focal: (millimetres: number): string => `${write.whole(millimetres)} mm`,
  byHand: 'Paired by hand',
  facts: {
    title: 'Facts',
    camera: 'Camera',
    lens: 'Lens',
    exposure: 'Exposure',
    seconds: (seconds: number): string =>
      seconds < 0.4 ? `1/${write.plain(Math.round(1 / seconds))} s` : `${write.decimal(seconds, 1)} s`,
    taken: 'Taken',
    colours: 'Colours',
    coloursValue: (profile: string, bits: number): string => `${profile}, ${bits} bits`,
    file: 'File',
  },
};

const de: typeof en = {
  loading: 'Wird geöffnet …',
  title: 'Fotos',
  wide: 'Weitwinkel',
  tele: 'Tele',
  focal: (millimetres) => `${write.whole(millimetres)} mm`,
  byHand: 'Von Hand verbunden',
  facts: {
    title: 'Angaben',
    camera: 'Kamera',
    lens: 'Objektiv',
    exposure: 'Belichtung',
    seconds: (seconds) =>
      seconds < 0.4 ? `1/${write.plain(Math.round(1 / seconds))} s` : `${write.decimal(seconds, 1)} s`,
    taken: 'Aufgenommen',
    colours: 'Farben',
    coloursValue: (profile, bits) => `${profile}, ${bits} Bit`,
    file: 'Datei',
  },
};

export const photoWords = spoken({ en, de });
