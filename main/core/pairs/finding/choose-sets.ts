import { maxTeles } from '#contract/project-document';
import type { Place } from '#core/pairs/registering/compare-contents';
import { groupBy } from './group-by.ts';
import type { Candidate } from './pairing-candidate.ts';
import { isMainCamera, secondsBetween } from './pairing-cost.ts';
import { areOfOneView, bestOf, nearlyAsGood } from './same-view.ts';
import type { FoundTele } from './set-finding.ts';

/** A tele that shows a part of a wide photo. */
export interface SeenPart extends FoundTele {
  readonly wide: Candidate;
  /** How alike the tele and its part of the wide are, 0 to 1. */
  readonly likeness: number;
  /** Where the part lies; null when only other facts say that they are a pair. */
  readonly place: Place | null;
  /** Whether the two were a pair before, and for sure. */
  readonly isKnown: boolean;
}

export interface ChosenSet {
  readonly wide: Candidate;
  readonly teles: readonly FoundTele[];
  /** Photos of the same view as one of these, that are not as good. */
  readonly leftOut: readonly Candidate[];
}

export interface SetChoice {
  /** Where a photo stands among the others of its folder. */
  readonly placeOf: (candidate: Candidate) => number;
  /** Asked only of photos of the same view. */
  readonly sharpnessOf: (candidate: Candidate) => Promise<number>;
}

/** One of two equally good partners has to be nearer by this much, in seconds. */
const clearSeconds = 1;

/**
 * The sets among the parts that were seen. A photo is in one of them at most. Of photos that lie in one another the largest is the wide
 * of all others, but a main camera's photo with teles of its own is their wide. Of a burst of wides the best is taken, and of a burst of
 * teles. A tele that several other wides show equally well goes to the one that is clearly nearest by time, where that is known, else to
 * one that has no tele yet, else to the nearest by place; when none is, it stays alone.
 */
export async function chooseSets(seen: readonly SeenPart[], choice: SetChoice): Promise<ChosenSet[]> {
  const views = await chooseWides(withOneRole(seen), choice);
  const taken = takeClear(views.parts, choice);
  const sets: ChosenSet[] = [];
  for (const [wide, parts] of groupBy(taken, (part) => part.wide)) {
    const { best, others } = await chooseTeles(parts, choice);
    sets.push({ wide, teles: best, leftOut: [...(views.others.get(wide) ?? []), ...others] });
  }
  const isUsed = new Set(sets.flatMap(({ wide, teles }) => [wide, ...teles.map(({ tele }) => tele)]));
  const inOrder = (one: Candidate, other: Candidate): number => choice.placeOf(one) - choice.placeOf(other);
  return sets.map(({ wide, teles, leftOut }) => ({
    wide,
    teles: teles.toSorted((one, other) => inOrder(one.tele, other.tele)),
    leftOut: leftOut.filter((one) => !isUsed.has(one)).sort(inOrder),
  }));
}

/** Without what would make a photo both the wide of some and the tele of another, where it is clear which it should be. */
function withOneRole(seen: readonly SeenPart[]): SeenPart[] {
  const partsOf = new Map(groupBy(seen, ({ wide }) => wide));
  const holds = (wide: Candidate, tele: Candidate): boolean =>
    partsOf.get(wide)?.some((one) => one.tele === tele) ?? false;
  const gone = new Set<SeenPart>();
  for (const outer of seen) {
    for (const inner of partsOf.get(outer.tele) ?? []) {
      if (isMainCamera(outer.tele)) {
        gone.add(outer);
        for (const one of partsOf.get(outer.wide) ?? []) if (one.tele === inner.tele) gone.add(one);
      } else if (holds(outer.wide, inner.tele)) gone.add(inner);
    }
  }
  return seen.filter((part) => !gone.has(part));
}

/** Of wides that show the same view, a burst, only the best keeps the teles that it shows. The others are told by the best. */
async function chooseWides(
  seen: readonly SeenPart[],
  choice: SetChoice,
): Promise<{ parts: SeenPart[]; others: Map<Candidate, Candidate[]> }> {
  const views = new Map<Candidate, Set<Candidate>>();
  for (const parts of groupBy(seen, ({ tele }) => tele).values()) {
    const likeness = Math.max(...parts.map((part) => part.likeness));
    const good = parts.filter((part) => part.isKnown || part.likeness > likeness - nearlyAsGood);
    for (const one of good) {
      for (const other of good) {
        if (
          one.wide === other.wide ||
          !areOfOneView({ photo: one.wide, place: one.place }, { photo: other.wide, place: other.place })
        )
          continue;
        const joined = new Set([...(views.get(one.wide) ?? [one.wide]), ...(views.get(other.wide) ?? [other.wide])]);
        for (const wide of joined) views.set(wide, joined);
      }
    }
  }
  let parts = [...seen];
  const others = new Map<Candidate, Candidate[]>();
  for (const view of new Set(views.values())) {
    const best = await bestWide([...view], parts, choice);
    const own = parts.filter(({ wide }) => wide === best);
    parts = parts.filter((part) => {
      const shown = own.find(({ tele }) => tele === part.tele);
      return shown === undefined || !view.has(part.wide) || part.wide === best || isTakenTwice(part, shown, own);
    });
    const rest = [...view].filter((wide) => wide !== best);
    others.set(best, rest);
  }
  return { parts, others };
}

/** Whether a pair was taken once more: its tele shows what the tele of the best wide does, so that both pairs may stay. */
function isTakenTwice(part: SeenPart, shown: SeenPart, own: readonly SeenPart[]): boolean {
  const isSameView = ({ tele, place, isKnown }: SeenPart): boolean =>
    isKnown && tele !== part.tele && areOfOneView({ photo: tele, place }, { photo: shown.tele, place: shown.place });
  return part.isKnown && own.some(isSameView);
}

/** The one that shows most teles well, then the sharpest, then the one that is known, then the nearest to them. */
async function bestWide(
  wides: readonly Candidate[],
  parts: readonly SeenPart[],
  choice: SetChoice,
): Promise<Candidate> {
  const shown = new Set(parts.flatMap(({ wide, tele }) => (wides.includes(wide) ? [tele] : [])));
  const rated = [];
  for (const wide of wides) {
    const own = parts.filter((part) => part.wide === wide);
    const teles = own.map(({ tele }) => tele);
    rated.push({
      item: wide,
      likeness: own.reduce((sum, part) => sum + part.likeness, 0) / shown.size,
      sharpness: await choice.sharpnessOf(wide),
      isKnown: own.some(({ isKnown }) => isKnown),
      distance: Math.min(...teles.map((tele) => distanceOf(wide, tele, choice))),
    });
  }
  return bestOf(rated);
}

/** Teles of different views of a wide: of a burst the sharpest, else the one that is known, else the most alike. */
async function chooseTeles(
  parts: readonly SeenPart[],
  { sharpnessOf }: SetChoice,
): Promise<{ best: SeenPart[]; others: Candidate[] }> {
  const best: SeenPart[] = [];
  const others: Candidate[] = [];
  let rest = parts.toSorted((one, other) => other.likeness - one.likeness);
  for (let [first] = rest; first !== undefined; [first] = rest) {
    const part = first;
    const view = rest.filter(
      (one) =>
        one === part || areOfOneView({ photo: part.tele, place: part.place }, { photo: one.tele, place: one.place }),
    );
    const rated = [];
    for (const one of view) {
      const sharpness = view.length === 1 ? 0 : await sharpnessOf(one.tele);
      rated.push({ item: one, sharpness, likeness: one.likeness, isKnown: one.isKnown, distance: 0 });
    }
    const chosen = bestOf(rated);
    best.push(chosen);
    others.push(...view.filter((one) => one !== chosen).map(({ tele }) => tele));
    rest = rest.filter((one) => !view.includes(one));
  }
  return { best: best.slice(0, maxTeles), others };
}

/** The parts that are taken: those that are known, then the most alike, each unless a rival is as good and as near. */
function takeClear(seen: readonly SeenPart[], choice: SetChoice): SeenPart[] {
  const options = seen.toSorted(
    (one, other) => Number(other.isKnown) - Number(one.isKnown) || other.likeness - one.likeness,
  );
  const ofTele = groupBy(options, ({ tele }) => tele);
  const [wides, teles] = [new Set<Candidate>(), new Set<Candidate>()];
  const isOpen = ({ wide, tele }: SeenPart): boolean => !teles.has(wide) && !teles.has(tele) && !wides.has(tele);
  const isClear = (option: SeenPart): boolean =>
    option.isKnown ||
    (ofTele.get(option.tele) ?? []).every(
      (rival) =>
        rival === option ||
        !isOpen(rival) ||
        rival.likeness <= option.likeness - nearlyAsGood ||
        (rival.likeness < option.likeness + nearlyAsGood && isBefore(option, rival)),
    );
  const isBefore = (option: SeenPart, rival: SeenPart): boolean => {
    const nearer = isNearerInTime(option, rival);
    if (nearer !== null) return nearer;
    // Rather two pairs than a set and a wide alone.
    if (wides.has(option.wide) !== wides.has(rival.wide)) return wides.has(rival.wide);
    return stepsBetween(option, choice) < stepsBetween(rival, choice);
  };
  const taken: SeenPart[] = [];
  // What is taken leaves fewer rivals to others, so they are looked at again.
  const next = (): SeenPart | undefined => options.find((one) => isOpen(one) && isClear(one));
  for (let option = next(); option !== undefined; option = next()) {
    wides.add(option.wide);
    teles.add(option.tele);
    taken.push(option);
  }
  return taken;
}

/** Null where the time between the two is not known of both. */
function isNearerInTime(option: SeenPart, rival: SeenPart): boolean | null {
  const [seconds, others] = [option, rival].map(({ wide, tele }) => secondsBetween(wide, tele));
  return typeof seconds === 'number' && typeof others === 'number' ? seconds + clearSeconds < others : null;
}

function stepsBetween({ wide, tele }: Pick<SeenPart, 'wide' | 'tele'>, { placeOf }: SetChoice): number {
  return Math.abs(placeOf(wide) - placeOf(tele));
}

function distanceOf(wide: Candidate, tele: Candidate, choice: SetChoice): number {
  return secondsBetween(wide, tele) ?? stepsBetween({ wide, tele }, choice);
}
