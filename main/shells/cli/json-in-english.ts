import { isSaid } from '#contract/stored-messages';
import { speak, type Said } from '#contract/messages';

/** A document for other programs, in which what was said stands in English. */
export function jsonInEnglish(value: unknown): string {
  return JSON.stringify(
    value,
    (name, part: unknown) => (isWords(part) && name !== 'losses' ? speak(part, 'en') : part),
    2,
  );
}

function isWords(part: unknown): part is Said {
  return isSaid(part) && !(Array.isArray(part) && part.length === 0);
}
