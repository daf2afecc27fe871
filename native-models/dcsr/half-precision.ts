import type { Graph } from '../graph/expression.ts';
import { convolutionsInHalf } from '../graph/half-precision.ts';

/**
 * The network with its convolutions in 16-bit floats. What decides where to look stays in 32 bits: in the matching, neighbours that round to the
 * same similarity make a match jump, and with it a whole patch. So do all sums of features and what is added to the enlarged wide.
 */
export function inHalfPrecision(graph: Graph): Graph {
  return convolutionsInHalf(graph, (layer) => !isPlacing(layer));
}

/** Layers whose results are compared with each other, or become places to sample from. */
function isPlacing(layer: string): boolean {
  return layer.startsWith('matching.') || layer.includes('-transform.');
}
