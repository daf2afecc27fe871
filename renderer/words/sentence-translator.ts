import type { Formats } from './formats.ts';

/**
 * English sentences and what they are in another language. A slot stands for what is put in: `{name}` for anything, `{points:number}`
 * for a number, which the language writes in its own way, `{reason:text}` for text that is translated in its turn. The translation
 * puts in by name, in its own order: `{points}`.
 */
export type Sentences = Readonly<Record<string, string>>;

/**
 * Makes a translator of texts that are made of such sentences, joined by a space. A sentence that is not known stays as it is. Of
 * several patterns that fit, the one with the most words of its own is meant.
 */
export function createTranslator(sentences: Sentences, write: Formats): (text: string) => string {
  const patterns = Object.entries(sentences)
    .map(([english, translation]) => compile(english, translation))
    .toSorted((one, other) => other.weight - one.weight);
  const byFirstWord = new Map<string | null, Pattern[]>();
  for (const pattern of patterns)
    byFirstWord.set(pattern.firstWord, [...(byFirstWord.get(pattern.firstWord) ?? []), pattern]);

  function translate(text: string): string {
    const firstWord = /^\S*/.exec(text)?.[0] ?? '';
    for (const pattern of [...(byFirstWord.get(firstWord) ?? []), ...(byFirstWord.get(null) ?? [])]) {
      const found = pattern.expression.exec(text);
      if (found !== null) return fill(pattern, found.slice(1)) + translateRest(text, found[0].length);
    }
    const end = /[.!?] /.exec(text);
    return end === null ? text : text.slice(0, end.index + 1) + translateRest(text, end.index + 1);
  }

  function translateRest(text: string, from: number): string {
    return from >= text.length ? '' : ` ${translate(text.slice(from + 1))}`;
  }

  function fill({ slots, translation }: Pattern, values: readonly string[]): string {
    return translation.replace(slotPattern, (whole, name: string) => {
      const index = slots.findIndex((slot) => slot.name === name);
      const value = values[index];
      return value === undefined ? whole : writers[slots[index]?.kind ?? 'any'](value);
    });
  }

  const writers: Record<SlotKind, (value: string) => string> = {
    any: (value) => value,
    number: (value) => writeNumber(value, write),
    text: translate,
  };

  return translate;
}

type SlotKind = 'any' | 'number' | 'text';

interface Pattern {
  /** Where it begins with a slot there is none. */
  readonly firstWord: string | null;
  readonly expression: RegExp;
  readonly slots: readonly { name: string; kind: SlotKind }[];
  readonly translation: string;
  /** Characters that are not in slots. */
  readonly weight: number;
}

const slotPattern = /\{([a-zA-Z]+)(?::(number|text))?\}/g;

function compile(english: string, translation: string): Pattern {
  const slots = [...english.matchAll(slotPattern)].map(([, name = '', kind]) => ({
    name,
    kind: (kind ?? 'any') as SlotKind,
  }));
  const words = english.split(/\{[a-zA-Z]+(?::(?:number|text))?\}/);
  const body = words
    .map((part, index) => escape(part) + (index < slots.length ? expressions[slots[index]?.kind ?? 'any'] : ''))
    .join('');
  // Only where a sentence has ended can another one follow.
  const end = english.endsWith('.') ? '(?= |$)' : '$';
  const first = /^\S+/.exec(english)?.[0] ?? '';
  return {
    firstWord: first.includes('{') ? null : first,
    expression: new RegExp(`^${body}${end}`),
    slots,
    translation,
    weight: words.join('').length,
  };
}

const expressions: Record<SlotKind, string> = { any: '(.+?)', number: '(\\S+?)', text: '(.+?)' };

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** `1,234.50` in another language's writing, with as many digits; what is no number stays. */
function writeNumber(text: string, write: Formats): string {
  if (!/^-?\d+(,\d{3})*(\.\d+)?$/.test(text)) return text;
  return write.decimal(Number(text.replaceAll(',', '')), text.split('.')[1]?.length ?? 0);
}
