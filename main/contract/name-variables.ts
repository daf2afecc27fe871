/** What a template for file names may name in braces. */
export const nameVariables = ['name', 'index', 'date', 'time', 'camera', 'width', 'height', 'folder', 'model'] as const;
export type NameVariable = (typeof nameVariables)[number];

/** `{name}`, or with a number of digits `{index:4}`. */
export const namePlaceholder = /\{([a-z]+)(?::(\d))?\}/gi;

/** What a template names that there is not, or the whole template when it tells no photos apart; null when nothing is wrong. */
export function templateFault(template: string): string | null {
  const named = [...template.matchAll(namePlaceholder)].map(([, name = '']) => name.toLowerCase());
  const unknown = named.find((name) => !nameVariables.some((known) => known === name));
  if (unknown !== undefined) return `{${unknown}}`;
  const rest = template.replace(namePlaceholder, '');
  return named.length > 0 && !/[{}]/.test(rest) ? null : `"${template}"`;
}
