import { dirname, parse } from 'node:path';

/** What a photo's file name says of it. */
export interface NameParts {
  /** Folder and name without the word that tells the camera: equal for photos that were named as one pair. */
  readonly scene: string;
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
    .filter((word) => word !== '');
  const index = words.findLastIndex((word) => Object.hasOwn(roleOfWord, word));
  const rest = words.filter((_, at) => at !== index);
  const digits = /(\d{1,9})\D*$/.exec(rest.join(' '))?.[1];
  return {
    scene: `${dirname(path)}/${rest.join(' ')}`,
    role: roleOfWord[words[index] ?? ''] ?? null,
    number: digits === undefined ? null : Number(digits),
  };
}
