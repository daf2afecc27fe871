import { type Language, speak, type Said } from '#contract/messages';
import { english, german } from '#contract/formats';
import { currentLanguage } from './language.ts';

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

/**
 * One catalogue that always reads from the one chosen by `current`: an object of the same shape whose words are looked up
 * at the moment they are read. A part of it may be kept (`const own = words.compare`) and still follows.
 */
export function liveWords<Name extends string, Words extends object>(
  catalogues: Readonly<Record<Name, Words>>,
  current: () => Name,
): Words {
  const [first] = Object.values<Words>(catalogues);
  if (first === undefined) throw new Error('Expected at least one catalogue of words, received none');
  return partOf(first, () => catalogues[current()]);
}

/** An object shaped like `shape`, its words read from what `part` gives then. */
function partOf<Words extends object>(shape: Words, part: () => object): Words {
  const live = {};
  for (const [name, word] of Object.entries(shape) as [string, unknown][]) {
    const read = (): unknown => (part() as Record<string, unknown>)[name];
    const inner = isPart(word) ? partOf(word, () => read() as object) : null;
    Object.defineProperty(live, name, { enumerable: true, get: inner === null ? read : () => inner });
  }
  return live as Words;
}

function isPart(word: unknown): word is object {
  return typeof word === 'object' && word !== null && !Array.isArray(word);
}
