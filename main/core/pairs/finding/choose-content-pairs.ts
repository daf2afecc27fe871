import { groupBy } from './group-by.ts';
import type { ContentPair } from './judge-content.ts';
import type { Candidate } from './pairing-candidate.ts';

/** Photos whose likeness differs by less are as good as each other. */
const nearlyAsGood = 0.05;
/** One of two equally good partners has to be nearer by this much, in seconds. */
const clearSeconds = 1;

/**
 * The pairs among what was found alike: of several possible partners the one that is clearly most alike, else the one that is clearly
 * nearest, by time where it is known and otherwise by place; when neither is clear, the photos stay alone. `placeOf` is where a photo
 * stands among the others of its folder.
 */
export function chooseContentPairs(
  found: readonly ContentPair[],
  placeOf: (candidate: Candidate) => number,
): ContentPair[] {
  const options = [...found].sort((one, other) => other.likeness - one.likeness);
  const ofPhoto = groupBy(
    options.flatMap((option) => [
      { photo: option.wide, option },
      { photo: option.tele, option },
    ]),
    ({ photo }) => photo,
  );
  const isTaken = new Set<Candidate>();
  const isOpen = ({ wide, tele }: ContentPair): boolean => !isTaken.has(wide) && !isTaken.has(tele);
  const rivalsOf = (option: ContentPair): ContentPair[] =>
    [option.wide, option.tele].flatMap((photo) =>
      (ofPhoto.get(photo) ?? []).map((one) => one.option).filter((rival) => rival !== option && isOpen(rival)),
    );
  const isClear = (option: ContentPair): boolean =>
    rivalsOf(option).every(
      (rival) =>
        rival.likeness <= option.likeness - nearlyAsGood ||
        (rival.likeness < option.likeness + nearlyAsGood && isNearer(option, rival, placeOf)),
    );
  const chosen: ContentPair[] = [];
  // What is taken leaves its rivals' other partners free, so they are looked at again.
  for (
    let next = options.find(isClear);
    next !== undefined;
    next = options.find((one) => isOpen(one) && isClear(one))
  ) {
    isTaken.add(next.wide).add(next.tele);
    chosen.push(next);
  }
  return chosen;
}

function isNearer(option: ContentPair, rival: ContentPair, placeOf: (candidate: Candidate) => number): boolean {
  const [seconds, others] = [secondsOf(option), secondsOf(rival)];
  if (seconds !== null && others !== null) return seconds + clearSeconds < others;
  const stepsOf = ({ wide, tele }: ContentPair): number => Math.abs(placeOf(wide) - placeOf(tele));
  return stepsOf(option) < stepsOf(rival);
}

/** Null when it is not known of both; two cameras have two clocks. */
function secondsOf({ wide, tele }: ContentPair): number | null {
  if (wide.time === null || tele.time === null || wide.camera !== tele.camera) return null;
  return Math.abs(wide.time - tele.time) / 1000;
}
