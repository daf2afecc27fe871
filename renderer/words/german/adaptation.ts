import type { adaptation as english } from '../english/adaptation.ts';
import { write } from './formats.ts';

const decibels = (gain: number): string => `${gain < 0 ? '−' : '+'}${write.decimal(Math.abs(gain), 2)} dB`;

export const adaptation: typeof english = {
  title: 'Modelle und das eigene Telefon',
  open: 'Modelle: eines auf das eigene Telefon abstimmen',
  openLearning: (percent) => `Modelle: lernt, ${percent} %`,
  back: 'Zurück zu den Fotos',
  tune: 'Auf das eigene Telefon abstimmen …',
  learn: 'Das Telefon kennenlernen',
  learnings: 'Lernen',
  models: 'Modelle',
  nav: 'Modelle und Lernen',
  shipped: 'Gehört zu Telewide',
  personal: 'Eigenes',
  inUse: 'In Gebrauch',
  importModel: 'Modell importieren …',
  usualName: 'Mein Telefon',
  loading: 'Wird geöffnet …',

  intro:
    'Jedes Telefon zeichnet auf seine Weise weich, schärft nach und hellt auf. Aus Paaren, die das Telefon aufgenommen hat, lernt Telewide, wie, und stimmt ein Modell darauf ab: hier auf diesem Rechner, während die Arbeit weitergeht.',
  pairs: {
    title: 'Aus welchen Paaren darf gelernt werden?',
    noTele: 'Ohne Telebild gibt es nichts zu lernen.',
    unmatched: 'Die Überlappung wurde noch nicht gesucht; das geschieht zuerst.',
    leftOut: (reason) => `Würde ausgelassen: ${reason}`,
    advice: {
      noneUsable:
        'Noch kann aus keinem Paar gelernt werden. Dazu gehören ein Weitwinkel- und ein Telebild einer Szene.',
      none: 'Mindestens ein Paar ankreuzen; fünf sind besser.',
      few: (count) =>
        count === 1
          ? 'Ein Paar genügt für den Anfang; mit fünf wird das Ergebnis sicherer.'
          : `${write.whole(count)} Paare sind ein guter Anfang; mit fünf wird das Ergebnis sicherer.`,
      enough: (count) => `${write.whole(count)} Paare: reichlich. Einige bleiben zum Beurteilen ausgespart.`,
    },
    phones: (phones) =>
      `Diese stammen von mehr als einem Telefon (${phones.join(', ')}). Ein Modell lernt ein Telefon: die Paare von einem ankreuzen.`,
    image: (name) => `Das Paar ${name}`,
  },
  name: 'Name des eigenen Modells',
  base: 'Ausgehen von',
  minutes: 'Zeit zum Lernen',
  minutesUnit: 'Minuten',
  minutesHint: 'Sechs genügen meistens. Eine Pause ist jederzeit möglich, und Fotos, die verbessert werden, gehen vor.',
  minutesRange: 'Mehr als 0 und höchstens 1440 Minuten',
  start: 'Lernen beginnen',
  startFailed: 'Das Lernen konnte nicht beginnen',
  readFailed: 'Was darüber bekannt ist, war nicht zu lesen',
  changeFailed: 'Das war nicht möglich',

  states: {
    learning: 'Lernt',
    paused: 'Pause',
    judged: 'Beurteilt',
    adopted: 'Übernommen',
    failed: 'Fehlgeschlagen',
  },
  learningPercent: (percent) => `Lernt · ${percent} %`,
  begun: (when) => `Begonnen am ${write.moment(when)}`,
  facts: (base, pairs) => `Ausgehend von ${base}, ${pairs === 1 ? 'ein Paar' : `${write.whole(pairs)} Paare`}`,
  progress: 'Fortschritt des Lernens',
  waiting: 'Wartet, bis es an der Reihe ist',
  heldForPhoto: 'Wartet, während ein Foto verbessert wird',
  heldForPower: 'Wartet: der Rechner läuft mit Akku',
  heldForPowerHint: 'Am Netz geht es weiter. In den Einstellungen lässt sich erlauben, auch im Akkubetrieb zu lernen.',
  meanwhile: 'Die Arbeit kann weitergehen, und Telewide darf geschlossen werden: beim nächsten Öffnen geht es weiter.',
  pause: 'Pause',
  resume: 'Weiter lernen',
  pausedHint: 'Was gelernt wurde, bleibt erhalten.',
  abandon: 'Beenden und verwerfen …',
  remove: 'Entfernen …',
  tryAgain: 'Erneut versuchen',
  failed: 'Das Lernen ist nicht gelungen',
  failedAdvice: {
    'engine-stopped':
      'Das Rechenwerk ist stehen geblieben. Was gelernt wurde, bleibt erhalten; bitte erneut versuchen.',
    'device-unavailable': 'Ein anderes Gerät oder „Automatisch“ wählen und erneut versuchen.',
    'out-of-memory': 'Andere Programme schließen und erneut versuchen.',
    'out-of-disk': 'Platz auf dem Datenträger schaffen und erneut versuchen.',
    'not-found': 'Prüfen, ob die Fotos noch in der Liste sind, oder neu aus anderen lernen.',
  },

  curve: {
    title: 'Wie weit der Fehler gesunken ist',
    none: 'Die Kurve beginnt nach den ersten Schritten.',
    terms: { simulated: 'Wo die Wahrheit bekannt ist', real: 'Auf den eigenen Fotos' },
    termHints: {
      simulated: 'Die Telebilder, gesehen durch die Weitwinkelkamera, wie sie gemessen wurde',
      real: 'Die Weitwinkelbilder, wieder verkleinert und mit dem Telebild verglichen',
    },
    minutes: 'Minuten',
    tick: (minutes) => write.decimal(minutes, minutes % 1 === 0 ? 0 : 2),
    share: write.share,
    lasted: (minutes, steps) => `${write.decimal(minutes, 1)} Minuten, ${write.whole(steps)} Schritte`,
    spoken: (minutes, steps, simulated, real) =>
      `Lernkurve nach ${write.decimal(minutes, 1)} Minuten und ${write.whole(steps)} Schritten. Fehler, wo die Wahrheit bekannt ist: ${simulated} des Anfangs. Fehler auf den eigenen Fotos: ${real} des Anfangs.`,
    unknown: 'noch nicht bekannt',
  },
  patch: {
    title: 'Eine Stelle, aus der nie gelernt wird',
    step: (step) => (step === 0 ? 'Noch ist nichts gelernt' : `Nach ${write.whole(step)} Schritten`),
    picture: 'Eine Stelle eines Fotos, auf zwei Arten',
    before: 'Vorher',
    after: 'Nachher',
    tele: 'Telebild',
    compare: 'Was verglichen wird',
    beforeAfter: 'Vorher | Nachher',
    beforeTele: 'Vorher | Tele',
    afterTele: 'Nachher | Tele',
    divider: (left, right) => `Trennlinie zwischen ${left} und ${right}`,
    dividerValue: (percent) => `${percent} % von links`,
    none: 'Das erste Bild kommt, sobald die Fotos gelesen und vermessen sind.',
    gone: 'Die Bilder sind nicht mehr vorhanden.',
  },

  verdict: {
    better: 'Das eigene Modell ist besser',
    refused: 'Es ist nicht besser geworden',
    betterBy: (gain) =>
      `Es kommt dem, was das Telebild wirklich gesehen hat, ${write.decimal(gain, 1)} dB näher, und nichts wurde schlechter.`,
    noGain: 'Es zeigt nicht mehr von dem, was das Telebild gesehen hat, als das Modell, von dem es ausging.',
    noPlace:
      'Es blieb keine Stelle, um es zu beurteilen. Aus mehr Paaren lernen oder aus einem mit größerer Überlappung.',
    harmed: (harms) => `Es ${harms.join(', und es ')}.`,
    refusedHint:
      'Nichts hat sich geändert: Fotos werden wie bisher verbessert. Mehr Paare oder mehr Zeit können helfen.',
    figures: {
      detail: {
        title: 'Einzelheiten',
        hint: 'Wie nah das Ergebnis dem kommt, was das Telebild gesehen hat.',
        harm: 'zeigt weniger von dem, was das Telebild gesehen hat',
      },
      consistency: {
        title: 'Treue',
        hint: 'Ob das Ergebnis, wieder verkleinert, noch das Weitwinkelbild ist.',
        harm: 'stimmt weniger mit dem Weitwinkelbild überein',
      },
      withoutReference: {
        title: 'Ohne Telebild',
        hint: 'Wo das Telebild nicht hinreicht, oder wo es keines gibt.',
        harm: 'ist schlechter, wo es kein Telebild gibt',
      },
      wrongReference: {
        title: 'Mit falschem Telebild',
        hint: 'Ob es sich von einem Telebild mit anderem Inhalt täuschen lässt.',
        harm: 'lässt sich von einem Telebild täuschen, das etwas anderes zeigt',
      },
    },
    change: { better: 'besser', same: 'gleich', worse: 'schlechter' },
    decibels,
    places: (places, pairs) =>
      `Beurteilt an ${places === 1 ? 'einer Stelle' : `${write.whole(places)} Stellen`}, aus denen nie gelernt wurde${
        pairs === 0 ? '' : `, darunter ${pairs === 1 ? 'ein ganzes Paar' : `${write.whole(pairs)} ganze Paare`}`
      }, verglichen mit dem Modell, von dem es ausging.`,
  },
  adopt: 'Übernehmen und verwenden',
  tryAnyway: 'Trotzdem ausprobieren …',
  adoptFailed: 'Das Modell konnte nicht übernommen werden',
  nowUsed: (name) => `${name} verbessert von jetzt an die Fotos`,
  adoptedAs: 'Daraus ist ein eigenes Modell geworden.',
  showModel: 'Das Modell zeigen',
  despite: 'Übernommen, obwohl es als nicht besser beurteilt wurde.',

  phone: {
    title: 'Was über die Kamera herausgefunden wurde',
    sure: (share, pixels) =>
      `${sureness(share)}: das erklärt ${write.share(share)} der Einzelheiten in ${write.decimal(pixels / 1e6, 1)} Millionen Pixeln.`,
    blur: 'Unschärfe',
    blurValue: (most, least) =>
      most - least < 0.05
        ? `${write.decimal(most, 2)} Pixel des Ergebnisses, in alle Richtungen gleich`
        : `${write.decimal(most, 2)} Pixel des Ergebnisses längs, ${write.decimal(least, 2)} quer`,
    halo: 'Saum',
    haloValue: (halo) => `${write.share(halo)} – ${haloWords(halo)}`,
    sharpening: 'Schärfung',
    sharpeningValue: (amount, sigma) =>
      `${write.share(amount)} dessen, was innerhalb von ${write.decimal(sigma, 1)} Pixeln des Weitwinkelbildes abweicht`,
    textures: 'Strukturen',
    texturesValue: (share) => `${write.share(share)} anders gezeigt: geglättet oder erfunden`,
    noise: 'Rauschen',
    noiseValue: (dark, bright) =>
      `${write.decimal(dark * 255, 1)} von 255 in den Schatten, ${write.decimal(bright * 255, 1)} in den Lichtern`,
    noisePlot: 'Rauschen nach Helligkeit',
    noiseAxis: ['dunkel', 'hell'],
    zones: 'Über das Bild hinweg',
    zonesValue: (least, most) =>
      most - least < 0.1
        ? `Gleichmäßig: ${write.decimal(least, 2)} bis ${write.decimal(most, 2)} Pixel Unschärfe`
        : `Ungleichmäßig: ${write.decimal(least, 2)} bis ${write.decimal(most, 2)} Pixel Unschärfe`,
    zonesPicture: 'Unschärfe in Teilen des Bildes',
    zone: (blur) => write.decimal(blur, 2),
    noZones: 'Es war zu wenig zu sehen, um Teile des Bildes zu unterscheiden.',
    tones: 'Töne',
    tonesValue: (gain, gamma) =>
      `Die Weitwinkelkamera ist ${brightness(gain)} als das Telebild, Kontrast ${write.decimal(gamma, 2)} ×`,
    noTones: 'Nicht gemessen.',
    response: 'Wie ein Punkt unscharf wird',
  },
  photos: {
    title: 'Fotos',
    learned: 'Daraus wurde gelernt',
    keptOut: 'Zum Beurteilen ausgespart',
    leftOut: 'Ausgelassen',
  },

  question: {
    abandon: (name) => `Verwerfen, was ${name} gelernt hat?`,
    abandonHint:
      'Es lässt sich nicht zurückholen. Um später weiterzulernen, genügt eine Pause. Die Fotos bleiben, wie sie sind.',
    abandonYes: 'Verwerfen',
    abandonNo: 'Behalten',
    forget: (name) => `${name} aus der Liste entfernen?`,
    forgetHint: 'Was gelernt und beurteilt wurde, wird vergessen. Ein Modell, das daraus wurde, bleibt.',
    forgetYes: 'Entfernen',
    tryAnyway: (name) => `${name} trotzdem verwenden?`,
    tryAnywayHint:
      'Es wurde als nicht besser beurteilt: Ergebnisse können Einzelheiten zeigen, die es nicht gibt, oder weniger als bisher. Ein genauer Blick lohnt; ein Zurück ist jederzeit möglich.',
    tryAnywayYes: 'Auf eigene Gefahr verwenden',
    delete: (name) => `Das Modell ${name} löschen?`,
    deleteHint: 'Es lässt sich nur zurückholen, wenn es exportiert wurde. Fotos, die es verbessert hat, bleiben.',
    deleteUsed: (base) => `Danach wird ${base} verwendet.`,
    deleteYes: 'Löschen',
  },

  model: {
    use: 'Zum Verbessern verwenden',
    used: 'Die Fotos werden mit diesem Modell verbessert.',
    backTo: (name) => `Zurück zu ${name}`,
    rename: 'Umbenennen',
    renameField: 'Neuer Name',
    renameSave: 'Namen speichern',
    exportFile: 'Exportieren …',
    exportWeb: 'Herunterladen',
    exported: 'Exportiert',
    delete: 'Löschen …',
    card: 'Woher es kommt',
    made: 'Entstanden',
    base: 'Ausgegangen von',
    learned: (steps, time, device) => `${write.whole(steps)} Schritte in ${time} auf ${device}`,
    learnedTitle: 'Gelernt',
    moment: write.moment,
    renameFailed: 'Das Modell wurde nicht umbenannt',
    exportFailed: 'Das Modell wurde nicht exportiert',
    importFailed: 'Das Modell wurde nicht importiert',
    imported: (name) => `${name} wurde importiert`,
    deleteFailed: 'Das Modell wurde nicht gelöscht',
    deleted: (name) => `${name} wurde gelöscht`,
    readFailed: 'Was über dieses Modell bekannt ist, war nicht zu lesen',
  },
  compare: {
    title: 'Zwei Modelle am eigenen Foto vergleichen',
    first: 'Links',
    second: 'Rechts',
    on: 'Foto',
    start: 'Vergleichen',
    next: 'Andere Stelle',
    running: 'Eine Stelle wird mit beiden verbessert …',
    failed: 'Die Stelle konnte nicht verbessert werden',
    noPhoto: 'Ein Foto öffnen, um Modelle daran zu vergleichen.',
    hint: 'Eine kleine Stelle des Fotos, mit jedem der beiden verbessert.',
  },

  announceStart: 'Das Lernen hat begonnen',
  announcePaused: 'Pause. Was gelernt wurde, bleibt erhalten.',
  announceEnd: {
    judged: (name) => `${name} hat fertig gelernt und wurde beurteilt`,
    failed: (name) => `${name} konnte nicht lernen`,
  },
};

function sureness(share: number): string {
  if (share >= 0.9) return 'Sehr sicher';
  return share >= 0.75 ? 'Ziemlich sicher' : 'Nicht sehr sicher';
}

function haloWords(halo: number): string {
  if (halo < 0.05) return 'vom Telefon kaum nachgeschärft';
  return halo < 0.2 ? 'vom Telefon nachgeschärft' : 'vom Telefon stark nachgeschärft';
}

function brightness(gain: number): string {
  const percent = Math.round(Math.abs(gain - 1) * 100);
  if (percent < 1) return 'nicht heller oder dunkler';
  return gain > 1 ? `${percent} % heller` : `${percent} % dunkler`;
}
