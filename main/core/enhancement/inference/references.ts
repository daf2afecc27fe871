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
  /** Makes ready for these tiles. Teles that wait on the disk show nothing of others. */
  look(inputs: readonly Rectangle[]): Promise<void>;
  /** The teles that show something of a tile best, and where; none where it gets no reference. */
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
    async look(inputs) {
      for (const reader of readers) await reader?.look(inputs);
    },
    viewsFor(input) {
      const views = readers.flatMap((reader, tele) => {
        const window = reader?.windowFor(input) ?? null;
        return window === null ? [] : [{ ...window, tele }];
      });
      return views.length < 2 ? views : worthReading(readers, input, views);
    },
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

/** Of the best tele's score at a place: with less, a tele is not looked at for it. */
const nearlyBest = 0.9;

/** Of the views of a tile those that are nearly the best somewhere in it. */
function worthReading(
  readers: readonly (TeleReader | null)[],
  input: Rectangle,
  views: readonly TeleView[],
): readonly TeleView[] {
  const scores = views.map(({ tele, offset }) => readers[tele]?.scores(input, offset) ?? new Float32Array());
  const best = scores.reduce((most, one) => most.map((score, at) => Math.max(score, one[at] ?? 0)));
  const kept = views.filter((_, index) =>
    scores[index]?.some((score, at) => score > 0 && score >= nearlyBest * (best[at] ?? 0)),
  );
  return kept.length === 0 ? views : kept;
}
