import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file of one JSON value per line. Lines that cannot be understood are passed over: whatever stands there can be found out again. */
export interface AppendFile<Line> {
  readonly lines: readonly Line[];
  /** Appends in the order of the calls, soon. A disk that refuses is told to `refused` and costs only what was to be remembered. */
  append(lines: readonly Line[]): void;
  /** Writes the file anew with these lines alone. */
  replace(lines: readonly Line[]): void;
  /** Resolves when everything is on the disk. */
  close(): Promise<void>;
}

export async function openAppendFile<Line>(options: {
  path: string;
  parse: (json: unknown) => Line;
  refused: (error: unknown) => void;
}): Promise<AppendFile<Line>> {
  const { path, parse, refused } = options;
  const lines = await readLines(path, parse);
  let last: Promise<void> = mkdir(dirname(path), { recursive: true }).then(() => undefined, refused);
  const inTurn = (work: () => Promise<void>): void => {
    last = last.then(work).catch(refused);
  };
  return {
    lines,
    append: (added) => inTurn(() => appendFile(path, textOf(added))),
    replace: (kept) =>
      inTurn(async () => {
        await writeFile(`${path}.tmp`, textOf(kept));
        await rename(`${path}.tmp`, path);
      }),
    close: () => last,
  };
}

function textOf(lines: readonly unknown[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

async function readLines<Line>(path: string, parse: (json: unknown) => Line): Promise<Line[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [parse(JSON.parse(line))];
    } catch {
      return []; // A line that was not written to its end.
    }
  });
}
