import { readdirSync, readFileSync } from 'node:fs';

/**
 * Bytes that a process and all its descendants hold now, pages that they share counted once; null where the system does not tell,
 * as anywhere but on Linux.
 */
export function memoryOfFamily(pid: number): number | null {
  const own = proportionalSize(pid);
  if (own === null) return null;
  return childrenOf(pid).reduce((sum, child) => sum + (memoryOfFamily(child) ?? 0), own);
}

function proportionalSize(pid: number): number | null {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/** Each thread has its own. */
function childrenOf(pid: number): number[] {
  const threads = list(`/proc/${pid}/task`);
  return threads.flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`)
      .split(' ')
      .filter((child) => child !== '')
      .map(Number),
  );
}

/** Empty when the process has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
