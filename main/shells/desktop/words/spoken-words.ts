import { languageFor, type Language, speak, type Said } from '#contract/messages';
import type { Settings } from '#contract/settings';
import { english, type DesktopWords } from './english.ts';
import { german } from './german.ts';

/** Every word outside of the page, in the language of the page. */
export interface SpokenWords {
  /** As they are said now: to be read when they are shown. */
  readonly now: DesktopWords;
  /** What the program said, in that language. */
  inWords(said: Said): string;
  /** Whether that made it another language: then menus are to be made anew. */
  speak(setting: Settings['language']): boolean;
}

/** The catalogue of each language. */
export const catalogues: Readonly<Record<Language, (platform: NodeJS.Platform) => DesktopWords>> = {
  en: english,
  de: german,
};

/** Begins with what the system speaks. `preferred` are its languages, as the page hears of them. */
export function createSpokenWords(platform: NodeJS.Platform, preferred: () => readonly string[]): SpokenWords {
  let language = languageFor('system', preferred());
  return {
    get now() {
      return catalogues[language](platform);
    },
    inWords: (said) => speak(said, language),
    speak(setting) {
      const before = language;
      language = languageFor(setting, preferred());
      return language !== before;
    },
  };
}
