import type { Language } from '#contract/language';
import { createFormats } from './formats.ts';
import { sentences as german } from './sentences/sentences.ts';
import { currentLanguage } from './language.ts';
import { createTranslator } from './sentence-translator.ts';

const translators: Record<Language, (text: string) => string> = {
  en: (text) => text,
  de: createTranslator(german, createFormats('de-DE')),
};

/**
 * What the engine says, in the language that is spoken now: a progress label, a reason, the message of an error. The engine says it
 * in English, and a sentence that the catalogue does not have stays so. Like any word, it is to be read where it is drawn.
 */
export function translateSentence(text: string): string {
  return translators[currentLanguage()](text);
}
