import type { library as english, photos as englishPhotos } from '../english/library.ts';
import { write } from './formats.ts';

export const library: typeof english = {
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
    loading: 'Wird geöffnet …',
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
  changeFailed: 'Die Änderung wurde nicht übernommen',
  readFailed: (name) => `${name} ließ sich nicht öffnen`,
};

export const photos: typeof englishPhotos = {
  title: 'Fotos',
  wide: 'Weitwinkel',
  tele: 'Tele',
  size: write.size,
  focal: (millimetres) => `${write.whole(millimetres)} mm`,
  why: (reason) => `Verbunden: ${reason}`,
  byHand: 'Von Hand verbunden',
};
