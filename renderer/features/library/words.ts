import type { LibraryOrder, LibraryStateFilter } from '#contract/library';
import type { Sureness } from '#contract/pair-finding';
import { spoken, write } from '../../words/spoken.ts';

const en = {
  matchFailed: 'The overlap could not be looked for',
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
};

const de: typeof en = {
  matchFailed: 'Die Überlappung ließ sich nicht suchen',
  title: 'Fotos',
  pairs: 'Paare',
  all: 'Mediathek',
  toPhoto: 'Foto',
  single: 'Kein Telebild',
  photo: 'Foto',
  pairName: (wide, tele) => `${wide} mit ${tele}`,
  find: 'Nach Namen suchen',
  filter: 'Was gezeigt wird',
  kindLabel: 'Paare oder einzelne Fotos',
  kinds: { all: 'Alle', pairs: 'Paare', singles: 'Einzelne' },
  stateLabel: 'Stand',
  states: {
    any: 'Jeder Stand',
    new: 'Neu',
    registered: 'Abgeglichen',
    enhanced: 'Verbessert',
    exported: 'Exportiert',
    problem: 'Mit Problem',
  },
  orderLabel: 'Reihenfolge',
  orders: { added: 'Wie hinzugefügt', time: 'Nach Aufnahmezeit', name: 'Nach Namen', state: 'Nach Stand' },
  descending: 'Reihenfolge umkehren',
  pictureSize: 'Größe der Bilder',
  count: (count) => (count === 1 ? 'Ein Eintrag' : `${write.whole(count)} Einträge`),
  countOf: (shown, all) => `${write.whole(shown)} von ${write.whole(all)} Einträgen`,
  filtered: (shown, all) => `${write.whole(shown)} von ${write.whole(all)} · alle zeigen`,
  noneFit: 'In der Mediathek passt nichts dazu.',
  showAll: 'Alles zeigen',
  noneChosen: 'Nichts ausgewählt',
  howToChoose:
    'Ein Klick wählt ein Foto, ein Doppelklick öffnet es. Ein einzelnes Foto auf ein anderes gezogen macht beide zum Paar.',
  chosen: (count, pairs) =>
    pairs === 0
      ? `${write.whole(count)} ausgewählt`
      : `${write.whole(count)} ausgewählt, davon ${write.whole(pairs)} Paare`,
  open: 'Öffnen',
  pairThem: 'Zum Paar machen',
  findPairs: 'Nach Bildinhalt Paare suchen',
  pairInLibrary: 'Partner in der Mediathek wählen',
  match: 'Überlappung suchen',
  separate: 'Trennen',
  joined: (wide, tele) => `${wide} und ${tele} sind jetzt ein Paar`,
  pairSearch: {
    waiting: 'Gleich werden Paare gesucht',
    found: (pairs) =>
      pairs === 1
        ? 'Ein Paar wurde nach dem Bildinhalt gefunden'
        : `${write.whole(pairs)} Paare wurden nach dem Bildinhalt gefunden`,
    noneFound: (photos) => `Keine zwei von ${write.whole(photos)} Fotos zeigen deutlich dasselbe`,
    failed: 'Die Suche nach Paaren ist gescheitert',
  },
  possiblePair: 'Vielleicht ein Paar',
  blocked: {
    nothing: 'Erst ein Foto auswählen',
    noPair: 'Erst ein Paar auswählen',
    noSingles: 'Keine zwei Fotos sind ohne Partner',
    notTwo: 'Erst zwei einzelne Fotos auswählen',
    notOnePair: 'Erst ein Paar auswählen',
  },
  moment: (capturedAt) => write.moment(new Date(capturedAt.replace(/(Z|[+-]\d\d:?\d\d)$/, ''))),
  sureness: {
    certain: 'Sicher ein Paar',
    likely: 'Wahrscheinlich ein Paar',
    possible: 'Vielleicht ein Paar: bitte nachsehen',
  },
  clues: {
    onlyTwo: 'Es waren die einzigen zwei Fotos.',
    names: 'Die Namen sagen Weitwinkel und Tele.',
    time: (seconds) =>
      seconds === 0
        ? 'Im selben Augenblick aufgenommen.'
        : seconds === 1
          ? 'Im Abstand von einer Sekunde aufgenommen.'
          : `Im Abstand von ${write.whole(seconds)} Sekunden aufgenommen.`,
    camera: (model) => (model === null ? 'Keines nennt seine Kamera.' : `Mit derselben Kamera aufgenommen, ${model}.`),
    focalLengths: (wide, tele) => `Brennweiten von ${write.whole(wide)} mm und ${write.whole(tele)} mm.`,
    numbers: 'Direkt nacheinander gezählt.',
    content: (agreement) => `Das Tele zeigt einen Teil des Weitwinkels (zu ${write.share(agreement)} gleich).`,
    order: 'Nichts sagt, welches das Weitwinkel ist; das erste wurde dafür genommen.',
  },
  state: {
    unreadable: 'Nicht lesbar',
    problem: 'Etwas ging schief',
    exported: 'Exportiert',
    registering: 'Überlappung wird gesucht …',
    unregistered: 'Noch nicht abgeglichen',
    good: 'Bereit zum Verbessern',
    doubtful: 'Überlappung ansehen',
    failed: 'Keine Überlappung gefunden',
    enhancing: (percent) => `Wird verbessert · ${percent} %`,
    enhanced: 'Verbessert',
    queued: 'Wartet',
  },
  remove: 'Aus der Liste entfernen',
  swap: 'Weitwinkel und Tele vertauschen',
  unpair: 'Die beiden Fotos trennen',
  pairWith: 'Mit einem anderen Foto verbinden',
  pairWithHint: 'Auswählen …',
  filesStay: 'Die Dateien bleiben, wo sie sind.',
};

export const words = spoken({ en, de });
