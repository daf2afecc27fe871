import { SvelteMap } from 'svelte/reactivity';
import type { Settings } from '#contract/settings';

export type Language = 'en' | 'de';

// One page speaks one language, so this is one value of the page. A map, because it is tracked without being compiled by Svelte.
const spoken = new SvelteMap<'language', Language>([['language', 'en']]);

/** The language that is spoken now; what reads it while it is drawn is drawn again when it changes. */
export function currentLanguage(): Language {
  return spoken.get('language') ?? 'en';
}

/** Every word on the page changes at once. */
export function speak(language: Language): void {
  spoken.set('language', language);
}

/** What the setting means on this machine: `system` is the first of `preferred` that is known, else English. */
export function languageFor(setting: Settings['language'], preferred: readonly string[]): Language {
  if (setting !== 'system') return setting;
  const known = preferred.map((tag) => tag.toLowerCase().split('-', 1)[0]).find(isKnown);
  return known ?? 'en';
}

function isKnown(tag: string | undefined): tag is Language {
  return tag === 'en' || tag === 'de';
}
