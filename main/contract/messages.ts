import { english as writeEnglish, german as writeGerman, type Formats, type PluralForms } from './formats.ts';
import * as enhancing from './messages/enhancing.ts';
import * as learning from './messages/learning.ts';
import * as photos from './messages/photos.ts';
import * as program from './messages/program.ts';
import * as registration from './messages/registration.ts';
import * as writing from './messages/writing.ts';

const en = { ...registration.en, ...enhancing.en, ...photos.en, ...writing.en, ...learning.en, ...program.en };
const de = { ...registration.de, ...enhancing.de, ...photos.de, ...writing.de, ...learning.de, ...program.de };

export type MessageKey = keyof typeof en;

/** The texts of one language, which need not be complete, and how it writes numbers. */
export interface Catalogue {
  readonly texts: Readonly<Partial<Record<MessageKey, string>>>;
  readonly write: Formats;
}

/** Everything that the program says to people, in each of its languages. The English texts say what each message takes. */
export const catalogues = {
  en: { texts: en, write: writeEnglish },
  de: { texts: de, write: writeGerman },
} satisfies Record<Language, Catalogue>;

/**
 * Where a text takes a value: `{name}` words, or what is said itself; `{pixels:1}` a number with so many digits, `{share:share}` one as a
 * method of `Formats` writes it; `{count|0=none|one=one photo|other=# photos}` the form for a number of things.
 */
export const place = /\{(\w+)(?::(\w+)|\|([^}]*))?\}/g;

type Places<Text> = Text extends `${string}{${infer Place}}${infer Rest}` ? Place | Places<Rest> : never;
type NameOf<Place> = Place extends `${infer Name}|${string}`
  ? Name
  : Place extends `${infer Name}:${string}`
    ? Name
    : Place;
type ValueOf<Place> = Place extends `${string}|${string}` | `${string}:${NumberFormat | Digit}`
  ? number
  : string | Said;
type NumberFormat = 'whole' | 'share' | 'bytes' | 'milliseconds' | 'rough' | 'plain';
type Digit = 0 | 1 | 2 | 3;

/** What is put into a message: numbers are written as the language does, and what is said itself is said in that language. */
export type MessageValue = number | string | Said;

export interface Message {
  readonly key: MessageKey;
  readonly values?: Readonly<Record<string, MessageValue>>;
}

/**
 * What the program says to people: a message, several sentences one after the other, or text as it stands (`raw`): what another program
 * said, or an earlier version stored.
 */
export type Said = Message | { readonly raw: string } | readonly Said[];

type ValuesOf<Text> = [Places<Text>] extends [never]
  ? []
  : [values: { readonly [Place in Places<Text> as NameOf<Place>]: ValueOf<Place> }];

export function say<Key extends MessageKey>(key: Key, ...[values]: ValuesOf<(typeof en)[Key]>): Message {
  return values === undefined ? { key } : { key, values };
}

/** The words of `said` in a language. A message that its catalogue does not have is said by its key. */
export function speak(said: Said | string, language: Language | Catalogue): string {
  if (typeof said === 'string') return said;
  if ('raw' in said) return said.raw;
  if (!('key' in said)) return said.map((part) => speak(part, language)).join(' ');
  const { key, values } = said;
  const { texts, write }: Catalogue = typeof language === 'string' ? catalogues[language] : language;
  const text = Object.hasOwn(texts, key) ? texts[key] : undefined;
  return (text ?? key).replace(place, (_, name: string, format?: string, forms?: string) => {
    const value = values?.[name] ?? '';
    if (typeof value !== 'number') return speak(value, language);
    if (forms !== undefined) return write.plural(value, formsIn(forms));
    const digits = Number(format);
    return Number.isNaN(digits) ? write[(format ?? 'plain') as NumberFormat](value) : write.decimal(value, digits);
  });
}

function formsIn(text: string): PluralForms {
  const forms = [...text.matchAll(/(\w+)=([^|]*)/g)].map(([, count = '', words = '']) => [count, words] as const);
  return { other: '', ...Object.fromEntries(forms) };
}

/** Languages that the program speaks, in its page and in the desktop's own menus and dialogs. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** What the setting means on this machine: `system` is the first of `preferred` that is known, else English. */
export function languageFor(setting: Language | 'system', preferred: readonly string[]): Language {
  if (setting !== 'system') return setting;
  const known = preferred.map((tag) => tag.toLowerCase().split('-', 1)[0]).find(isKnown);
  return known ?? 'en';
}

function isKnown(tag: string | undefined): tag is Language {
  return languages.some((one) => one === tag);
}
