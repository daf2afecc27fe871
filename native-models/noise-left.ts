/** A square of the wide against the tele as the measured camera would have taken it: standard deviations in green, 0 to 1. */
export interface ComparedSquare {
  /** Of what differs. */
  readonly rough: number;
  /** Of the wide itself. */
  readonly texture: number;
}

/** Side of such a square, in wide pixels. */
export const comparedSide = 8;

/** From which texture on, and up to which share of it, a square shows something and fits. */
const telling = { texture: 0.02, share: 0.5 };
/** So many squares must tell. */
const fewestTelling = 12;

/**
 * What the measured camera leaves where there is something to see, as a standard deviation, 0 to 1: that of the best quarter of the squares
 * that show something and fit. Skies and walls, which phones smooth, must not lower it; where hardly anything tells, it is that of the best fifth of all.
 */
export function noiseLeft(squares: readonly ComparedSquare[]): number {
  const fitting = squares.filter(
    ({ rough, texture }) => texture >= telling.texture && rough <= telling.share * texture,
  );
  const [asked, place] = fitting.length >= fewestTelling ? [fitting, 4] : [squares, 5];
  const rough = asked.map((square) => square.rough).sort((a, b) => a - b);
  return rough[Math.floor(rough.length / place)] ?? 0;
}
