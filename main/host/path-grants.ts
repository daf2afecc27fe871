import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';

/** Which paths a page may name. Both questions are answered for the place where the path really leads, links followed. */
export interface PathPolicy {
  mayRead(path: string): Promise<boolean>;
  /** Whether it may be read as soon as it is there: the same for a path that leads to nothing yet. */
  mayName(path: string): Promise<boolean>;
  mayWrite(path: string): Promise<boolean>;
}

/** A policy that begins with nothing and is told what a person allowed. */
export interface PathGrants extends PathPolicy {
  /** The file, or the folder and everything below it. */
  grantRead(path: string): void;
  /** Exactly this file, there or not. */
  grantWrite(path: string): void;
}

/** A path that is relative, leads nowhere or leads outside of what was granted is refused. */
export function createPathGrants(): PathGrants {
  const readable = new Set<string>();
  const writable = new Set<string>();

  async function isReadable(path: string, placeOf: (path: string) => Promise<string | null>): Promise<boolean> {
    if (isRemote(path) && ![...readable].some(isRemote)) return false;
    const wanted = isAbsolute(path) ? await placeOf(path) : null;
    if (wanted === null) return false;
    const granted = await Promise.all([...readable].map(realPlace));
    return granted.some((place) => place !== null && isWithin(place, wanted));
  }

  return {
    grantRead: (path) => void readable.add(path),
    grantWrite: (path) => void writable.add(path),

    mayRead: (path) => isReadable(path, realPlace),
    mayName: (path) => isReadable(path, nearestPlace),

    async mayWrite(path) {
      const wanted = isAbsolute(path) ? await placeToWrite(path) : null;
      if (wanted === null) return false;
      const granted = await Promise.all([...writable].map(placeToWrite));
      return granted.includes(wanted);
    },
  };
}

/** Whether `path` is `folder` or lies below it; both must be real, absolute paths. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** Where a path leads, links followed; null when there is nothing. */
export async function realPlace(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch {
    return null; // Absent and forbidden look the same from outside, on purpose.
  }
}

/** Only to look at such a path makes Windows ask another machine, and tell it who asks. */
function isRemote(path: string): boolean {
  return /^[\\/]{2}/.test(path);
}

/** Where a path would lead: what is there of it, links followed, and the rest as it is written. */
async function nearestPlace(path: string): Promise<string | null> {
  const place = await realPlace(path);
  if (place !== null || dirname(path) === path) return place;
  const folder = await nearestPlace(dirname(path));
  return folder === null ? null : join(folder, basename(path));
}

/** The file need not be there, its folder must. A link in its place is followed, as writing would. */
async function placeToWrite(path: string): Promise<string | null> {
  const folder = await realPlace(dirname(path));
  return (await realPlace(path)) ?? (folder === null ? null : join(folder, basename(path)));
}
