import type { Point, Rectangle } from '#contract/geometry';
import { composeReferences } from './compose-references.ts';
import type { ReferenceTile } from './prepare-reference.ts';
import type { ReferenceWindow } from './reference-window.ts';
import type { TeleReader } from './tele-reader.ts';

/** The window of one of several teles. */
export interface TeleView extends ReferenceWindow {
  /** Its number among the teles. */
  tele: number;
}

/** The registered teles of a wide photo as one, tile by tile. */
export interface References {
  /** Where each tele lies in the wide, a convex polygon in wide pixels. */
  readonly overlaps: readonly (readonly Point[])[];
  /** The teles that show something of a tile, and where; none where it gets no reference. */
  viewsFor(input: Rectangle): readonly TeleView[];
  /** What they show, each place by the tele that shows it best. Expects at least one view. */
  read(input: Rectangle, views: readonly TeleView[]): ReferenceTile;
}

/** The teles as one. A single one is read as it is. */
export function gatherReferences(readers: readonly TeleReader[]): References {
  return {
    overlaps: readers.map(({ overlap }) => overlap),
    viewsFor: (input) =>
      readers.flatMap((reader, tele) => {
        const window = reader.windowFor(input);
        return window === null ? [] : [{ ...window, tele }];
      }),
    read(input, views) {
      const parts = views.flatMap(({ tele, offset }) => {
        const reader = readers[tele];
        return reader === undefined ? [] : [{ reader, offset, tile: reader.read(input, offset) }];
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
  };
}
