import type { Weights } from '#native-models/weights-file/safetensors';

/**
 * Moves the parameters back towards where they began, in place: p ← p + share (base − p). Applied after every step it is a weight
 * decay towards the base (Li et al., 2018, "L2-SP", decoupled from the gradient as in AdamW), so that a few photos cannot carry the
 * network far off. Throws a RangeError when the two are not of one network.
 */
export function pullTowards(base: Weights, parameters: Weights, share: number): void {
  for (const [name, { data }] of parameters) {
    const from = base.get(name)?.data;
    if (from?.length !== data.length)
      throw new RangeError(`Expected ${data.length} values for "${name}", received ${from?.length ?? 'none'}`);
    for (let at = 0; at < data.length; at += 1) {
      const value = data[at] ?? 0;
      data[at] = value + share * ((from[at] ?? 0) - value);
    }
  }
}
