/** Side of the wide tile, in wide pixels. */
export const tileSide = 64;
/** Side of the truth: the tile on the 2x grid. */
export const truthSide = 2 * tileSide;
/** Of the reference around the tile, on the 2x grid. */
export const margin = 24;
export const referenceSide = truthSide + 2 * margin;
/** Side of the square of a photo that a pair is made of, on the 2x grid; filters and displacements reach beyond the reference. */
export const sceneSide = referenceSide + 2 * 24;
/** Where the truth begins in the scene, along both axes. */
export const truthStart = (sceneSide - truthSide) / 2;

/** Cells of the matching, in pixels of the 2x grid, and how many there are along a side of the truth and of the reference. */
export const cellSide = 4;
export const truthCells = truthSide / cellSide;
export const referenceCells = referenceSide / cellSide;
