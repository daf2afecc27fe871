/** Languages that the program speaks, in its page and in the desktop's own menus and dialogs. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** What the setting means on this machine: `system` is the first of `preferred` that is known, else English. */
export function languageFor(setting: Language | 'system', preferred: readonly string[]): Language {
  if (setting !== 'system') return setting;
  const known = preferred.map((tag) => tag.toLowerCase().split('-', 1)[0]).find(isKnown);
  return known ?? 'en';
}

function isKnown(tag: string | undefined): tag is Language {
  return languages.some((one) => one === tag);
}
