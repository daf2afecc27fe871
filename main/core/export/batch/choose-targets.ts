import { parse } from 'node:path';

/**
 * Gives every wish a path of its own: where two photos would get the same one, on any system, the later one is numbered.
 * `taken` are paths that are spoken for already. All relative to the output folder, with '/' between their parts.
 */
export function chooseTargets(wishes: readonly string[], taken: Iterable<string> = []): string[] {
  const used = new Set([...taken].map(likeAnySystem));
  return wishes.map((wish) => {
    const target = firstFree(wish, (path) => used.has(likeAnySystem(path)));
    used.add(likeAnySystem(target));
    return target;
  });
}

/** The path itself, or with the first number behind its name that is free. */
export function firstFree(path: string, isTaken: (path: string) => boolean): string {
  const { dir, name, ext } = parse(path);
  const numbered = (number: number): string => `${dir === '' ? '' : `${dir}/`}${name}-${number}${ext}`;
  let candidate = path;
  for (let number = 2; isTaken(candidate); number++) candidate = numbered(number);
  return candidate;
}

/** Names that some system takes for the same. */
function likeAnySystem(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
