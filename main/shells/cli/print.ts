import { isSaid } from '#contract/stored-messages';
import { speak, type Said } from '#contract/messages';

/** Prints what a command came to. Names and words from elsewhere cannot speak to the terminal: what steers it is shown, not sent. */
export function printResult(text: string): void {
  process.stdout.write(asShown(text));
}

/** Prints what is said besides, in the same way. */
export function printNote(text: string): void {
  process.stderr.write(asShown(text));
}

/** What steers a terminal as text: `\u001b`. Lines and tabs stay. Marks that turn the direction of writing are shown, too. */
export function asShown(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, escaped);
}

/** The same where one line is expected: a name shall not pretend to be the next. */
export function onOneLine(text: string): string {
  return asShown(text).replace(/[\n\t]/g, escaped);
}

function escaped(character: string): string {
  // As JSON writes it, which some of what is printed is.
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

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
