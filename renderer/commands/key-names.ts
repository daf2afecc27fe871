/** A press of a key, as far as a command's key is concerned. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Whether a press is the key that a command names, such as `z`, `Shift+z`, `?`, `Mod+k`. */
export function isPressOf(press: KeyPress, name: string): boolean {
  const { key, needsMod, needsShift } = parse(name);
  if (press.altKey || (press.ctrlKey || press.metaKey) !== needsMod) return false;
  // A sign such as ? or + already says whether shift was held, and keyboards differ in that.
  const countsShift = key.length > 1 || /\p{L}/u.test(key);
  if (countsShift && press.shiftKey !== needsShift) return false;
  return press.key.toLowerCase() === key.toLowerCase();
}

/** Each cap that is pressed, as it is printed: `Mod+k` is Ctrl and K, on a Mac ⌘ and K. */
export function keyCaps(name: string, isMac: boolean, printed: Readonly<Record<string, string>>): string[] {
  const { key, needsMod, needsShift } = parse(name);
  return [
    ...(needsMod ? [isMac ? '⌘' : (printed.Control ?? 'Ctrl')] : []),
    ...(needsShift ? [printed.Shift ?? 'Shift'] : []),
    printed[key] ?? (key.length === 1 ? key.toUpperCase() : key),
  ];
}

function parse(name: string): { key: string; needsMod: boolean; needsShift: boolean } {
  let key = name;
  const take = (prefix: string): boolean => {
    if (!key.startsWith(prefix) || key.length === prefix.length) return false;
    key = key.slice(prefix.length);
    return true;
  };
  const needsMod = take('Mod+');
  return { needsMod, needsShift: take('Shift+'), key };
}
