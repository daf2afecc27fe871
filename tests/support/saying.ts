import { speak, type Said } from '#contract/messages';

/** Within what is expected: anything that says just this in English, or something that fits the pattern. */
export function saying(words: string | RegExp): Said {
  return {
    asymmetricMatch(said: Said | null | undefined) {
      if (said === null || said === undefined) return false;
      const spoken = speak(said, 'en');
      return typeof words === 'string' ? spoken === words : words.test(spoken);
    },
    toString: () => `saying ${String(words)}`,
  } as unknown as Said;
}

export function inEnglish(said: Said): string {
  return speak(said, 'en');
}
