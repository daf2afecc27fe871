import type { LibraryOrder, LibraryStateFilter } from '#contract/library';
import type { Sureness } from '#contract/pair-finding';
import { lowerFirst } from '../lower-first.ts';
import { write } from './formats.ts';

export const library = {
  title: 'Photos',
  pairs: 'Pairs',
  all: 'Library',
  toPhoto: 'Photo',
  single: 'No telephoto',
  photo: 'Photo',
  pairName: (wide: string, tele: string): string => `${wide} with ${tele}`,
  find: 'Find by name',
  filter: 'What is shown',
  kindLabel: 'Pairs or single photos',
  kinds: { all: 'All', pairs: 'Pairs', singles: 'Single photos' },
  stateLabel: 'State',
  states: {
    any: 'Every state',
    new: 'New',
    registered: 'Matched',
    enhanced: 'Enhanced',
    exported: 'Exported',
    problem: 'With a problem',
  } satisfies Record<LibraryStateFilter, string>,
  orderLabel: 'Order',
  orders: { added: 'As added', time: 'By time taken', name: 'By name', state: 'By state' } satisfies Record<
    LibraryOrder,
    string
  >,
  descending: 'Reverse the order',
  pictureSize: 'Size of the pictures',
  count: (count: number): string => (count === 1 ? 'One entry' : `${write.whole(count)} entries`),
  countOf: (shown: number, all: number): string => `${write.whole(shown)} of ${write.whole(all)} entries`,
  filtered: (shown: number, all: number): string => `${write.whole(shown)} of ${write.whole(all)} · show all`,
  noneFit: 'Nothing in the library fits.',
  showAll: 'Show everything',
  noneChosen: 'Nothing chosen',
  howToChoose: 'Click a photo to choose it, double click to open it. Drag one single photo onto another to pair them.',
  chosen: (count: number, pairs: number): string =>
    pairs === 0 ? `${write.whole(count)} chosen` : `${write.whole(count)} chosen, ${write.whole(pairs)} of them pairs`,
  open: 'Open',
  pairThem: 'Make them a pair',
  findPairs: 'Look for pairs by content',
  pairInLibrary: 'Choose a partner in the library',
  match: 'Find the overlap',
  separate: 'Separate',
  joined: (wide: string, tele: string): string => `${wide} and ${tele} are a pair now`,
  pairSearch: {
    waiting: 'Pairs are looked for soon',
    found: (pairs: number): string =>
      pairs === 1
        ? 'One pair was found by what the photos show'
        : `${write.whole(pairs)} pairs were found by what the photos show`,
    noneFound: (photos: number): string => `No two of ${write.whole(photos)} photos clearly show the same`,
    failed: 'Pairs could not be looked for',
  },
  possiblePair: 'Perhaps a pair',
  blocked: {
    nothing: 'Choose a photo first',
    noPair: 'Choose a pair first',
    noSingles: 'There are no two photos without a partner',
    notTwo: 'Choose two single photos first',
    notOnePair: 'Choose one pair first',
  },
  moment: (capturedAt: string): string => write.moment(new Date(capturedAt.replace(/(Z|[+-]\d\d:?\d\d)$/, ''))),
  sureness: {
    certain: 'Surely a pair',
    likely: 'Probably a pair',
    possible: 'Perhaps a pair: have a look',
  } satisfies Record<Sureness, string>,
  clues: {
    onlyTwo: 'They were the only two photos.',
    names: 'Their names say wide and telephoto.',
    time: (seconds: number): string =>
      seconds === 0
        ? 'Taken at the same moment.'
        : seconds === 1
          ? 'Taken one second apart.'
          : `Taken ${write.whole(seconds)} seconds apart.`,
    camera: (model: string | null): string =>
      model === null ? 'Neither names its camera.' : `Taken with the same camera, ${model}.`,
    focalLengths: (wide: number, tele: number): string =>
      `Focal lengths of ${write.whole(wide)} mm and ${write.whole(tele)} mm.`,
    numbers: 'Counted one right after the other.',
    content: (agreement: number): string =>
      `The telephoto shows a part of the wide photo (${write.share(agreement)} alike).`,
    order: 'Nothing says which is the wide one; the first was taken for it.',
  },
  state: {
    loading: 'Opening …',
    unreadable: 'Cannot be read',
    problem: 'Something went wrong',
    exported: 'Exported',
    registering: 'Looking for the overlap …',
    unregistered: 'Not matched yet',
    good: 'Ready to enhance',
    doubtful: 'Look at the overlap',
    failed: 'No overlap found',
    enhancing: (percent: number): string => `Enhancing · ${percent} %`,
    enhanced: 'Enhanced',
    queued: 'Waiting',
  },
  remove: 'Remove from the list',
  swap: 'Swap wide and telephoto',
  unpair: 'Separate the two photos',
  pairWith: 'Pair with another photo',
  pairWithHint: 'Choose …',
  filesStay: 'Your files stay where they are.',
  changeFailed: 'The change was not made',
  readFailed: (name: string): string => `${name} could not be opened`,
};

export const photos = {
  title: 'Photos',
  wide: 'Wide',
  tele: 'Telephoto',
  size: write.size,
  focal: (millimetres: number): string => `${write.whole(millimetres)} mm`,
  why: (reason: string): string => `Paired because ${lowerFirst(reason)}`,
  byHand: 'Paired by hand',
};
