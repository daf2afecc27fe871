import { catalogues, speak, type Said } from '#contract/messages';

/** A document for other programs, in which what was said stands in English. */
export function jsonInEnglish(value: unknown): string {
  return JSON.stringify(
    value,
    (name, part: unknown) => (isSaid(part) && name !== 'losses' ? speak(part, 'en') : part),
    2,
  );
}

function isSaid(part: unknown): part is Said {
  if (Array.isArray(part)) return part.length > 0 && part.every(isSaid);
  if (typeof part !== 'object' || part === null) return false;
  return (
    'raw' in part || ('key' in part && typeof part.key === 'string' && Object.hasOwn(catalogues.en.texts, part.key))
  );
}
