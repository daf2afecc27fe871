import { spoken, write } from '../../words/spoken.ts';

const en = {
  curve: {
    title: 'How far the error has fallen',
    none: 'The curve begins after the first steps.',
    terms: { simulated: 'Where the truth is known', real: 'On your photos' },
    termHints: {
      simulated: 'Your telephotos, seen through your wide camera as it was measured',
      real: 'Your wide photos, shrunk again and held against the telephoto',
    },
    minutes: 'minutes',
    tick: (minutes: number): string => write.decimal(minutes, minutes % 1 === 0 ? 0 : 2),
    lasted: (minutes: number, steps: number): string =>
      `${write.decimal(minutes, 1)} minutes, ${write.whole(steps)} steps`,
    spoken: (minutes: number, steps: number, simulated: string, real: string): string =>
      `Learning curve after ${write.decimal(minutes, 1)} minutes and ${write.whole(steps)} steps. Error where the truth is known: ${simulated} of the beginning. Error on your photos: ${real} of the beginning.`,
    unknown: 'not known yet',
  },
  patch: {
    title: 'One place that it never learns from',
    step: (step: number): string => (step === 0 ? 'Nothing is learned yet' : `After ${write.whole(step)} steps`),
    picture: 'One place of a photo, two ways',
    before: 'Before',
    after: 'After',
    tele: 'Telephoto',
    compare: 'What is compared',
    beforeAfter: 'Before | After',
    beforeTele: 'Before | Tele',
    afterTele: 'After | Tele',
    divider: (left: string, right: string): string => `Divider between ${left} and ${right}`,
    dividerValue: (percent: number): string => `${percent} % from the left`,
    none: 'The first picture comes when the photos are read and measured.',
    gone: 'The pictures are no longer kept.',
  },
  phone: {
    title: 'What was found out about your camera',
    sure: (share: number, pixels: number): string =>
      `${englishSureness(share)}: this explains ${write.share(share)} of the detail in ${write.decimal(pixels / 1e6, 1)} million pixels.`,
    blur: 'Blur',
    blurValue: (most: number, least: number): string =>
      most - least < 0.05
        ? `${write.decimal(most, 2)} pixels of the result, the same in all directions`
        : `${write.decimal(most, 2)} pixels of the result along, ${write.decimal(least, 2)} across`,
    halo: 'Halo',
    haloValue: (halo: number): string => `${write.share(halo)} – ${englishHalo(halo)}`,
    sharpening: 'Sharpening',
    sharpeningValue: (amount: number, sigma: number): string =>
      `${write.share(amount)} of what differs within ${write.decimal(sigma, 1)} pixels of the wide photo`,
    textures: 'Textures',
    texturesValue: (share: number): string => `${write.share(share)} shown otherwise: smoothed, or made up`,
    noise: 'Noise',
    noiseValue: (dark: number, bright: number): string =>
      `${write.decimal(dark * 255, 1)} of 255 in the shadows, ${write.decimal(bright * 255, 1)} in the lights`,
    noisePlot: 'Noise by brightness',
    noiseAxis: ['dark', 'bright'],
    zones: 'Across the picture',
    zonesValue: (least: number, most: number): string =>
      most - least < 0.1
        ? `Even: ${write.decimal(least, 2)} to ${write.decimal(most, 2)} pixels of blur`
        : `Uneven: ${write.decimal(least, 2)} to ${write.decimal(most, 2)} pixels of blur`,
    zonesPicture: 'Blur in parts of the picture',
    zone: (blur: number): string => write.decimal(blur, 2),
    noZones: 'Too little was seen to tell parts of the picture apart.',
    tones: 'Tones',
    tonesValue: (gain: number, gamma: number): string =>
      `The wide camera is ${englishBrightness(gain)} than the telephoto, contrast ${write.decimal(gamma, 2)} ×`,
    noTones: 'Not measured.',
    response: 'How a point becomes blurred',
  },
  photos: {
    title: 'Photos',
    learned: 'Learned from',
    keptOut: 'Kept out to judge by',
    leftOut: 'Left out',
  },
};

const de: typeof en = {
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
  phone: {
    title: 'Was über die Kamera herausgefunden wurde',
    sure: (share, pixels) =>
      `${germanSureness(share)}: das erklärt ${write.share(share)} der Einzelheiten in ${write.decimal(pixels / 1e6, 1)} Millionen Pixeln.`,
    blur: 'Unschärfe',
    blurValue: (most, least) =>
      most - least < 0.05
        ? `${write.decimal(most, 2)} Pixel des Ergebnisses, in alle Richtungen gleich`
        : `${write.decimal(most, 2)} Pixel des Ergebnisses längs, ${write.decimal(least, 2)} quer`,
    halo: 'Saum',
    haloValue: (halo) => `${write.share(halo)} – ${germanHalo(halo)}`,
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
      `Die Weitwinkelkamera ist ${germanBrightness(gain)} als das Telebild, Kontrast ${write.decimal(gamma, 2)} ×`,
    noTones: 'Nicht gemessen.',
    response: 'Wie ein Punkt unscharf wird',
  },
  photos: {
    title: 'Fotos',
    learned: 'Daraus wurde gelernt',
    keptOut: 'Zum Beurteilen ausgespart',
    leftOut: 'Ausgelassen',
  },
};

export const learningWords = spoken({ en, de });

function englishSureness(share: number): string {
  if (share >= 0.9) return 'Very sure';
  return share >= 0.75 ? 'Fairly sure' : 'Not very sure';
}

function englishHalo(halo: number): string {
  if (halo < 0.05) return 'hardly sharpened by the phone';
  return halo < 0.2 ? 'sharpened by the phone' : 'strongly sharpened by the phone';
}

function englishBrightness(gain: number): string {
  const percent = Math.round(Math.abs(gain - 1) * 100);
  if (percent < 1) return 'no brighter or darker';
  return gain > 1 ? `${percent} % brighter` : `${percent} % darker`;
}

function germanSureness(share: number): string {
  if (share >= 0.9) return 'Sehr sicher';
  return share >= 0.75 ? 'Ziemlich sicher' : 'Nicht sehr sicher';
}

function germanHalo(halo: number): string {
  if (halo < 0.05) return 'vom Telefon kaum nachgeschärft';
  return halo < 0.2 ? 'vom Telefon nachgeschärft' : 'vom Telefon stark nachgeschärft';
}

function germanBrightness(gain: number): string {
  const percent = Math.round(Math.abs(gain - 1) * 100);
  if (percent < 1) return 'nicht heller oder dunkler';
  return gain > 1 ? `${percent} % heller` : `${percent} % dunkler`;
}
