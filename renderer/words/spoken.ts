import type { Language } from '#contract/language';
import { english, german } from '#contract/formats';
import { speak, type Said } from '#contract/messages';
import { currentLanguage } from './language.ts';
import { liveWords } from './live-words.ts';

/** Words in every language, read in the one that is spoken now: where they are drawn, or in a `$derived`. */
export function spoken<Words extends object>(catalogues: Readonly<Record<Language, Words>>): Words {
  return liveWords(catalogues, currentLanguage);
}

/** Numbers, sizes and times as the language that is spoken now writes them. */
export const write = spoken({ en: english, de: german });

/** What was said, in the language that is spoken now. Like any word, it is to be read where it is drawn. */
export function inWords(said: Said | string): string {
  return speak(said, currentLanguage());
}
