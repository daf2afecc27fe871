import { constant, type Expression } from '../graph/expression.ts';
import {
  add,
  clip,
  concat,
  depthToSpace,
  gather,
  leakyRelu,
  multiply,
  reshape,
  slice,
  transpose,
} from '../graph/operations.ts';
import { dimension } from '../graph/tensor-type.ts';
import { sampleBilinear, type PixelTable } from './bilinear-sampling.ts';
import { convolution } from './convolution.ts';
import { bilinearCells } from './enlargement.ts';
import { residualBlock } from './residual-block.ts';

/**
 * Where every pixel of a plane is to be sampled, in cells: [B, P, H, W] each, P the pixels of a cell (1, or 4 of 2x2 in
 * reading order), in pixels of the sampled plane counted from the centre of its first one.
 */
export interface SamplePositions {
  readonly x: Expression;
  readonly y: Expression;
}

/** The patch that shares one affine transform: 2x2 cells of 2x2 pixels, a cell of the matching grid. */
const patchCells = 2;

/** How far the learned transform may shear or stretch a patch, and shift it in pixels. */
const affineLimit = 2;

/** Positions on the grid that `displacement` [B, 2, H, W] (x, y in its own pixels) lives on. */
export function coarsePositions(displacement: Expression): SamplePositions {
  return positionsOf(slice(displacement, 1, 0, 1), slice(displacement, 1, 1, 2), 1);
}

/** Positions on the grid twice as fine: the displacement is interpolated and doubled. */
export function finePositions(displacement: Expression): SamplePositions {
  const cells = multiply(bilinearCells(displacement), 2);
  return positionsOf(slice(cells, 1, 0, 4), slice(cells, 1, 4, 8), 2);
}

/** The coarse warp: samples at the positions, as cells [B, C · P, H, W], channel c · P + pixel. */
export function warp(table: PixelTable, { x, y }: SamplePositions): Expression {
  const [batch = 0, pixels = 0, height = 0, width = 0] = x.shape;
  const count = pixels * height * width;
  const samples = sampleBilinear(table, reshape(x, batch, count), reshape(y, batch, count));
  const planes = transpose(reshape(samples, batch, count, table.channels), 0, 2, 1);
  return reshape(planes, batch, table.channels * pixels, height, width);
}

/**
 * The local transform, Eq. 2: A = T(wide enlarged, matched reference), both [B, 3, 2H, 2W]. T sees every patch of 4x4
 * pixels and gives it an affine transform about its centre, by which the positions [B, 4, H, W] are moved.
 * Before training A is the identity.
 */
export function alignLocally(
  positions: SamplePositions,
  wideEnlarged: Expression,
  matched: Expression,
  options: { name: string; hidden: number },
): SamplePositions {
  const { name, hidden } = options;
  const head = (image: Expression): Expression => {
    const first = leakyRelu(convolution(image, { name: `${name}.head`, outputs: hidden, kernel: 5 }));
    return leakyRelu(residualBlock(first, `${name}.head-block`));
  };
  const both = concat(1, head(matched), head(wideEnlarged));
  const perPatch = leakyRelu(convolution(both, { name: `${name}.patches`, outputs: hidden, kernel: 5, stride: 4 }));
  const patches = leakyRelu(residualBlock(perPatch, `${name}.patch-block`));
  const affine = convolution(patches, { name: `${name}.affine`, outputs: 6, kernel: 1, initialScale: 0 });
  return moveByAffine(positions, clip(affine, -affineLimit, affineLimit));
}

/** Adds A − I times the distance from the patch's centre, and the shift. `affine` is [B, 6, H / 2, W / 2]. */
function moveByAffine({ x, y }: SamplePositions, affine: Expression): SamplePositions {
  const [, , height = 0, width = 0] = x.shape;
  const perCell = depthToSpace(gather(affine, repeated(dimension(affine.shape, 1)), 1));
  const entry = (index: number): Expression => slice(perCell, 1, index, index + 1);
  const acrossX = centreDistances(width, [1, 4, 1, width], (pixel) => pixel % 2);
  const acrossY = transpose(
    centreDistances(height, [1, 4, 1, height], (pixel) => Math.floor(pixel / 2)),
    0,
    1,
    3,
    2,
  );
  const moved = (position: Expression, first: number): Expression =>
    add(position, add(add(multiply(entry(first), acrossX), multiply(entry(first + 1), acrossY)), entry(first + 2)));
  return { x: moved(x, 0), y: moved(y, 3) };
}

/** Channel numbers 0, 0, 0, 0, 1, 1, 1, 1, …: after `depthToSpace` every cell of a patch holds the patch's values. */
function repeated(channels: number): Expression {
  const copies = patchCells * patchCells;
  return constant(
    Int32Array.from({ length: channels * copies }, (_, index) => Math.floor(index / copies)),
    [channels * copies],
  );
}

/** Signed distances of a cell's four pixels from the centre of their patch, along one direction, for `length` cells. */
function centreDistances(length: number, shape: readonly number[], along: (pixel: number) => number): Expression {
  const values = Float32Array.from({ length: 4 * length }, (_, index) => {
    const [pixel, cell] = [Math.floor(index / length), index % length];
    return 2 * (cell % patchCells) + along(pixel) - (2 * patchCells - 1) / 2;
  });
  return constant(values, shape);
}

function positionsOf(displacementX: Expression, displacementY: Expression, scale: 1 | 2): SamplePositions {
  const [, pixels = 0, height = 0, width = 0] = displacementX.shape;
  const columns = Float32Array.from({ length: width }, (_, column) => column * scale);
  const rows = Float32Array.from({ length: height }, (_, row) => row * scale);
  const within = Array.from({ length: pixels }, (_, pixel) => pixel);
  return {
    x: add(
      add(displacementX, constant(columns, [width])),
      constant(
        Float32Array.from(within, (pixel) => pixel % 2),
        [pixels, 1, 1],
      ),
    ),
    y: add(
      add(displacementY, constant(rows, [height, 1])),
      constant(
        Float32Array.from(within, (pixel) => Math.floor(pixel / 2)),
        [pixels, 1, 1],
      ),
    ),
  };
}
