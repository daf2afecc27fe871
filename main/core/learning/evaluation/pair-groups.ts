/** Pairs that models are chosen on, and those that only judge: reported apart, so that no choice flatters itself. */
export const groupNames = ['choosing', 'judging'] as const;
export type GroupName = (typeof groupNames)[number];

/** Every second pair of City100's iPhone pairs, in the order of their numbers. All other pairs belong to neither group. */
const pairsOfGroups: Record<GroupName, readonly string[]> = {
  choosing: ['iphone-014', 'iphone-032', 'iphone-050', 'iphone-068', 'iphone-086'],
  judging: ['iphone-005', 'iphone-023', 'iphone-041', 'iphone-059', 'iphone-077', 'iphone-095'],
};

/** Those of the pairs that belong to the group. */
export function pairsOfGroup<Pair extends { name: string }>(group: GroupName, pairs: readonly Pair[]): Pair[] {
  return pairs.filter(({ name }) => pairsOfGroups[group].includes(name));
}
