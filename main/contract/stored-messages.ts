import { z } from 'zod';
import type { ErrorCode } from './errors.ts';
import { catalogues, place, say, type Said } from './messages.ts';

/** What was said, as it is kept in files: earlier versions kept only its English words, and what cannot be said any more is said to be so. */
export const said: z.ZodType<Said, Said | string> = z.union([
  z.string().transform((raw) => ({ raw })),
  z
    .custom<Said>((value) => typeof value === 'object' && value !== null)
    .transform((kept) => (isSaid(kept) ? kept : say('program.not-understood'))),
]);

/** Why something failed. */
export const storedError = z.object({ code: z.custom<ErrorCode>((code) => typeof code === 'string'), message: said });

/** Whether a value is what `speak` can say: its messages are known and come with what they take. */
export function isSaid(value: unknown, levels = maxLevels): value is Said {
  if (levels === 0 || typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.every((part) => isSaid(part, levels - 1));
  if ('raw' in value) return typeof value.raw === 'string';
  const { key, values } = value as { key?: unknown; values?: unknown };
  if (typeof key !== 'string' || !Object.hasOwn(texts, key)) return false;
  const given = new Map<string, unknown>(Object.entries(values ?? {}));
  return [...(texts[key] ?? '').matchAll(place)].every(([, name = '', format, forms]) => {
    const taken = given.get(name);
    const takesNumber = (format ?? forms) !== undefined;
    return takesNumber ? typeof taken === 'number' : typeof taken === 'string' || isSaid(taken, levels - 1);
  });
}

const texts: Readonly<Record<string, string>> = catalogues.en.texts;
/** Of messages within messages: more than ours have, and few enough to be walked through. */
const maxLevels = 8;
