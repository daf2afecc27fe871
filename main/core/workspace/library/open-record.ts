import { openLineFile, type LineFileOptions } from '#core/ground/disk/line-file';

/** What the library remembers, a line each. It can do without: what is refused is told, and costs only what was to be remembered. */
export interface LibraryRecord<Line> {
  readonly lines: readonly Line[];
  /** Soon, in the order of the calls. */
  append(lines: readonly Line[]): void;
  /** Writes the file anew with these lines alone. */
  replace(lines: readonly Line[]): void;
  /** Resolves when everything is on the disk. */
  close(): Promise<void>;
}

export async function openRecord<Line>({
  path,
  parse,
  refused,
}: LineFileOptions<Line> & { refused: (error: unknown) => void }): Promise<LibraryRecord<Line>> {
  const file = await openLineFile({ path, parse }).catch((error: unknown) => {
    refused(error);
    return null;
  });
  return {
    lines: file?.lines ?? [],
    append: (lines) => void file?.append(lines).catch(refused),
    replace: (lines) => void file?.replace(lines).catch(refused),
    close: async () => file?.settled(),
  };
}
