import type { Language } from '#contract/language';
import { createFormats } from './formats.ts';
import { currentLanguage } from './language.ts';
import { liveWords } from './live-words.ts';

/** Words in every language, read in the one that is spoken now: where they are drawn, or in a `$derived`. */
export function spoken<Words extends object>(catalogues: Readonly<Record<Language, Words>>): Words {
  return liveWords(catalogues, currentLanguage);
}

/** Numbers, sizes and times as the language that is spoken now writes them. */
export const write = spoken({ en: createFormats('en-GB'), de: createFormats('de-DE') });
