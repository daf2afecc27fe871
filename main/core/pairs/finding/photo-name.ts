import { dirname, parse } from 'node:path';

/** What a photo's file name says of it. */
export interface NameParts {
  /** Folder and name without the word that tells the camera: equal for photos that were named as one pair. */
  readonly scene: string;
  /** The same without the number that follows the word for a tele: `shop-tele-2` is of the scene `shop`, perhaps. */
  readonly sceneOfSet: string;
  /** The camera the name speaks of; null when it does not say. */
  readonly role: 'wide' | 'tele' | null;
  /** The last number in the name, as cameras count; null without one. */
  readonly number: number | null;
}

const roleOfWord: Readonly<Record<string, 'wide' | 'tele'>> = {
  wide: 'wide',
  main: 'wide',
  '1x': 'wide',
  tele: 'tele',
  telephoto: 'tele',
  zoom: 'tele',
  '2x': 'tele',
  '3x': 'tele',
  '5x': 'tele',
};

/** Takes a file name apart: `shop-wide.jpg` and `shop-tele.jpg` share the scene `shop`. */
export function readPhotoName(path: string): NameParts {
  const words = parse(path)
    .name.toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap((word) => wordAndNumber.exec(word)?.slice(1) ?? [word])
    .filter((word) => word !== '');
  const index = words.findLastIndex((word) => Object.hasOwn(roleOfWord, word));
  const role = roleOfWord[words[index] ?? ''] ?? null;
  const sceneWithout = (gone: readonly number[]): string =>
    `${dirname(path)}/${words.filter((_, at) => !gone.includes(at)).join(' ')}`;
  const isNumbered = role === 'tele' && /^\d{1,2}$/.test(words[index + 1] ?? '');
  const digits = /(\d{1,9})\D*$/.exec(words.filter((_, at) => at !== index).join(' '))?.[1];
  return {
    scene: sceneWithout([index]),
    sceneOfSet: sceneWithout(isNumbered ? [index, index + 1] : [index]),
    role,
    number: digits === undefined ? null : Number(digits),
  };
}

/** `tele2` says a camera and a number. */
const wordAndNumber = /^(wide|main|tele|telephoto|zoom)(\d{1,2})$/;
