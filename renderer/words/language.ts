import { SvelteMap } from 'svelte/reactivity';
import type { Language } from '#contract/messages';

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
