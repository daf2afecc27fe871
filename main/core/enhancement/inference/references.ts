import type { Point, Rectangle } from '#contract/geometry';
import { composeReferences } from './compose-references.ts';
import type { ReferenceTile } from './prepare-reference.ts';
import type { ReferenceWindow } from './reference-window.ts';
import type { SecondPass, TeleReader } from './tele-reader.ts';

/** The window of one of several teles. */
export interface TeleView extends ReferenceWindow {
  /** Its number among the teles. */
  tele: number;
}

/** The registered teles of a wide photo as one, tile by tile. */
export interface References {
  /** Where each tele lies in the wide, a convex polygon in wide pixels. */
  readonly overlaps: readonly (readonly Point[])[];
  /** Pixels of the finest tele to one of the wide. */
  readonly finest: number;
  /** The teles that show something of a tile, and where; none where it gets no reference. */
  viewsFor(input: Rectangle): readonly TeleView[];
  /** What they show, each place by the tele that shows it best. Expects at least one view. */
  read(input: Rectangle, views: readonly TeleView[]): ReferenceTile;
  /** The same teles, in the same order, for a second pass; one that has nothing to give to it shows nothing. */
  again(second: SecondPass): Promise<References>;
}

/** The teles as one. A single one is read as it is. */
export function gatherReferences(readers: readonly (TeleReader | null)[]): References {
  return {
    overlaps: readers.map((reader) => reader?.overlap ?? []),
    finest: Math.max(...readers.map((reader) => reader?.zoom ?? 1)),
    viewsFor: (input) =>
      readers.flatMap((reader, tele) => {
        const window = reader?.windowFor(input) ?? null;
        return window === null ? [] : [{ ...window, tele }];
      }),
    read(input, views) {
      const parts = views.flatMap(({ tele, offset }) => {
        const reader = readers[tele];
        return reader === undefined || reader === null ? [] : [{ reader, offset, tile: reader.read(input, offset) }];
      });
      const only = parts.length === 1 ? parts[0] : undefined;
      if (only !== undefined) return only.tile;
      return composeReferences(
        parts.map(({ reader, offset, tile }) => ({
          tile,
          depth: reader.depth(input, offset),
          fineness: reader.fineness,
        })),
      );
    },
    async again(second) {
      const fine: (TeleReader | null)[] = [];
      // One after the other: each has all of its pixels in memory meanwhile.
      for (const reader of readers) fine.push(reader === null ? null : await reader.again(second));
      return gatherReferences(fine);
    },
  };
}
