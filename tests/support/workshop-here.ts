import type { PairWorkshop } from '#core/export/batch/pair-workshop';
import type { EnhancePairOptions } from '#core/enhancement/enhance-pair';
import { createPairHolder } from '#core/enhancement/process/pair-holder';

/** A workshop whose places lie in this process, with sessions of the test's own. */
export function workshopHere(openSession: NonNullable<EnhancePairOptions['openSession']>): PairWorkshop {
  return {
    places: 2,
    async open(request, context) {
      const holder = createPairHolder({ openSession });
      const facts = await holder.open({ ...request, programFolder: '/nowhere' }, context);
      return { ...holder, ...facts, release: () => undefined };
    },
  };
}
