import type { PairPool } from '#core/export/batch/pair-pool';
import type { EnhancePairOptions } from '#core/enhancement/enhance-pair';
import { createHeldPair } from '#core/enhancement/process/held-pair';

/** A pool whose places lie in this process, with sessions of the test's own. */
export function pairPoolInProcess(openSession: NonNullable<EnhancePairOptions['openSession']>): PairPool {
  return {
    places: 2,
    async open(request, context) {
      const held = createHeldPair({ openSession });
      const facts = await held.open({ ...request, programFolder: '/nowhere' }, context);
      return { ...held, ...facts, release: () => undefined };
    },
  };
}
