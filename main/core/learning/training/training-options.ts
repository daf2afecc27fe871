import { AppError } from '#contract/errors';

/** What a training was begun with, by the names a person knows. */
export type RecordedOptions = Record<string, string | number | null>;

/** Throws `invalid-request` when the training in the folder was begun with another value for one of the options. */
export function requireSameOptions(
  folder: string,
  begun: Readonly<Record<string, unknown>>,
  asked: RecordedOptions,
): void {
  const differing = Object.entries(asked).filter(([name, value]) => (begun[name] ?? null) !== value);
  if (differing.length === 0) return;
  const words = differing.map(
    ([name, value]) => `${name} ${wordsOf(begun[name])}, and ${wordsOf(value)} was asked for`,
  );
  throw new AppError('invalid-request', {
    raw: `The training in ${folder} was begun with ${words.join('; ')}. Ask for the same to go on, or give another folder`,
  });
}

function wordsOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'none';
}
