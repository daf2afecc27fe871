import type { Language } from '#contract/language';
import { english } from './english/english.ts';
import { german } from './german/german.ts';
import { currentLanguage } from './language.ts';
import { liveWords } from './live-words.ts';

const catalogues: Record<Language, typeof english> = { en: english, de: german };

/** Every word that the page shows, in the language that was chosen. Read words where they are drawn, or in a `$derived`. */
export const strings = liveWords(catalogues, currentLanguage);
