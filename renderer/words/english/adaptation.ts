import type { AdaptationState } from '#contract/adaptation';
import type { ErrorCode } from '#contract/errors';
import { write } from './formats.ts';

const decibels = (gain: number): string => `${gain < 0 ? '−' : '+'}${write.decimal(Math.abs(gain), 2)} dB`;

export const adaptation = {
  title: 'Models and your phone',
  open: 'Models: tune one to your phone',
  openLearning: (percent: number): string => `Models: learning, ${percent} %`,
  back: 'Back to the photos',
  tune: 'Tune it to your phone …',
  learn: 'Learn your phone',
  learnings: 'Learning',
  models: 'Models',
  nav: 'Models and learning',
  shipped: 'Comes with Telewide',
  personal: 'Yours',
  inUse: 'In use',
  importModel: 'Import a model …',
  usualName: 'My phone',
  loading: 'Opening …',

  intro:
    'Every phone blurs, sharpens and brightens in its own way. From pairs that your phone took, Telewide learns how, and tunes a model to it: here on this machine, while you go on working.',
  pairs: {
    title: 'Which pairs may it learn from?',
    noTele: 'No telephoto, so there is nothing to learn from.',
    unmatched: 'The overlap has not been looked for yet; that is done first.',
    leftOut: (reason: string): string => `Would be left out: ${reason}`,
    advice: {
      noneUsable: 'No pair can be learned from yet. Add a wide photo and a telephoto of one scene.',
      none: 'Tick at least one pair; five are better.',
      few: (count: number): string =>
        count === 1
          ? 'One pair is enough to begin with; with five the result is surer.'
          : `${write.whole(count)} pairs are a good start; with five the result is surer.`,
      enough: (count: number): string => `${write.whole(count)} pairs: plenty. Some are kept out to judge by.`,
    },
    phones: (phones: readonly string[]): string =>
      `These come from more than one phone (${phones.join(', ')}). A model learns one phone: tick those of one.`,
    image: (name: string): string => `The pair ${name}`,
  },
  name: 'Name of your model',
  base: 'Begin from',
  minutes: 'Time to learn',
  minutesUnit: 'minutes',
  minutesHint: 'Six are enough for most. You can pause at any time, and photos that you enhance go first.',
  minutesRange: 'More than 0 and at most 1440 minutes',
  start: 'Start learning',
  startFailed: 'Learning could not begin',
  readFailed: 'What is known of this could not be read',
  changeFailed: 'That could not be done',

  states: {
    learning: 'Learning',
    paused: 'Paused',
    judged: 'Judged',
    adopted: 'Adopted',
    failed: 'Failed',
  } satisfies Record<AdaptationState, string>,
  learningPercent: (percent: number): string => `Learning · ${percent} %`,
  begun: (when: Date): string => `Begun ${write.moment(when)}`,
  facts: (base: string, pairs: number): string =>
    `From ${base}, ${pairs === 1 ? 'one pair' : `${write.whole(pairs)} pairs`}`,
  progress: 'Progress of learning',
  waiting: 'Waiting for its turn',
  heldForPhoto: 'Waiting while a photo is enhanced',
  heldForPower: 'Waiting: the machine runs on battery',
  heldForPowerHint: 'It goes on when it is plugged in. In the settings you can let it learn on battery too.',
  meanwhile: 'You can go on working, or close Telewide: it goes on when you open it again.',
  pause: 'Pause',
  resume: 'Go on learning',
  pausedHint: 'What was learned is kept.',
  abandon: 'Stop and throw away …',
  remove: 'Remove …',
  tryAgain: 'Try again',
  failed: 'Learning did not succeed',
  failedAdvice: {
    'engine-stopped': 'The engine stopped. What was learned is kept; try again.',
    'device-unavailable': 'Choose another device, or Automatic, and try again.',
    'out-of-memory': 'Close other programs and try again.',
    'out-of-disk': 'Make some room on the disk and try again.',
    'not-found': 'Check that the photos are still in the list, or learn anew from others.',
  } as Partial<Record<ErrorCode, string>>,

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
    share: write.share,
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

  verdict: {
    better: 'Your model is better',
    refused: 'It did not become better',
    betterBy: (gain: number): string =>
      `It comes ${write.decimal(gain, 1)} dB nearer to what your telephoto really saw, and nothing got worse.`,
    noGain: 'It shows no more of what the telephoto saw than the model it began from.',
    noPlace: 'There was no place left to judge it by. Learn from more pairs, or from one with a larger overlap.',
    harmed: (harms: readonly string[]): string => `It ${harms.join(', and it ')}.`,
    refusedHint: 'Nothing has changed: your photos are enhanced as before. More pairs, or more time, may help.',
    figures: {
      detail: {
        title: 'Detail',
        hint: 'How near the result comes to what the telephoto saw.',
        harm: 'shows less of what the telephoto saw',
      },
      consistency: {
        title: 'Faithfulness',
        hint: 'Whether the result, shrunk again, still is your wide photo.',
        harm: 'agrees less with the wide photo',
      },
      withoutReference: {
        title: 'Without a telephoto',
        hint: 'Where the telephoto does not reach, or there is none.',
        harm: 'is worse where there is no telephoto',
      },
      wrongReference: {
        title: 'With a wrong telephoto',
        hint: 'Whether a telephoto of something else leads it astray.',
        harm: 'is led astray by a telephoto that shows something else',
      },
    },
    change: { better: 'better', same: 'the same', worse: 'worse' },
    decibels,
    places: (places: number, pairs: number): string =>
      `Judged on ${places === 1 ? 'one place' : `${write.whole(places)} places`} that it never learned from${
        pairs === 0 ? '' : `, ${pairs === 1 ? 'one whole pair' : `${write.whole(pairs)} whole pairs`} among them`
      }, against the model it began from.`,
  },
  adopt: 'Adopt it and use it',
  tryAnyway: 'Try it all the same …',
  adoptFailed: 'The model could not be adopted',
  nowUsed: (name: string): string => `${name} enhances your photos from now on`,
  adoptedAs: 'It became a model of yours.',
  showModel: 'Show the model',
  despite: 'Adopted although it was judged to be no better.',

  phone: {
    title: 'What was found out about your camera',
    sure: (share: number, pixels: number): string =>
      `${sureness(share)}: this explains ${write.share(share)} of the detail in ${write.decimal(pixels / 1e6, 1)} million pixels.`,
    blur: 'Blur',
    blurValue: (most: number, least: number): string =>
      most - least < 0.05
        ? `${write.decimal(most, 2)} pixels of the result, the same in all directions`
        : `${write.decimal(most, 2)} pixels of the result along, ${write.decimal(least, 2)} across`,
    halo: 'Halo',
    haloValue: (halo: number): string => `${write.share(halo)} – ${haloWords(halo)}`,
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
      `The wide camera is ${brightness(gain)} than the telephoto, contrast ${write.decimal(gamma, 2)} ×`,
    noTones: 'Not measured.',
    response: 'How a point becomes blurred',
  },
  photos: {
    title: 'Photos',
    learned: 'Learned from',
    keptOut: 'Kept out to judge by',
    leftOut: 'Left out',
  },

  question: {
    abandon: (name: string): string => `Throw away what ${name} has learned?`,
    abandonHint: 'It cannot be brought back. To go on later, pause it instead. Your photos stay as they are.',
    abandonYes: 'Throw it away',
    abandonNo: 'Keep it',
    forget: (name: string): string => `Remove ${name} from the list?`,
    forgetHint: 'What was learned and judged is forgotten. A model that it became stays.',
    forgetYes: 'Remove',
    tryAnyway: (name: string): string => `Use ${name} all the same?`,
    tryAnywayHint:
      'It was judged to be no better, so results may show detail that is not there, or less than before. Look at them closely; you can go back at any time.',
    tryAnywayYes: 'Use it at my own risk',
    delete: (name: string): string => `Delete the model ${name}?`,
    deleteHint: 'It cannot be brought back unless you exported it. Photos that it enhanced stay.',
    deleteUsed: (base: string): string => `${base} is used from then on.`,
    deleteYes: 'Delete',
  },

  model: {
    use: 'Use for enhancing',
    used: 'Your photos are enhanced with this model.',
    backTo: (name: string): string => `Go back to ${name}`,
    rename: 'Rename',
    renameField: 'New name',
    renameSave: 'Save the name',
    exportFile: 'Export …',
    exportWeb: 'Download',
    exported: 'Exported',
    delete: 'Delete …',
    card: 'Where it comes from',
    made: 'Made',
    base: 'Began from',
    learned: (steps: number, time: string, device: string): string =>
      `${write.whole(steps)} steps in ${time} on ${device}`,
    learnedTitle: 'Learned',
    moment: write.moment,
    renameFailed: 'The model was not renamed',
    exportFailed: 'The model was not exported',
    importFailed: 'The model was not imported',
    imported: (name: string): string => `${name} was imported`,
    deleteFailed: 'The model was not deleted',
    deleted: (name: string): string => `${name} was deleted`,
    readFailed: 'What is known of this model could not be read',
  },
  compare: {
    title: 'Compare two models on your photo',
    first: 'Left',
    second: 'Right',
    on: 'Photo',
    start: 'Compare',
    next: 'Another spot',
    running: 'Enhancing one spot with both …',
    failed: 'The spot could not be enhanced',
    noPhoto: 'Open a photo to compare models on it.',
    hint: 'A small spot of the photo, enhanced with each.',
  },

  announceStart: 'Learning has begun',
  announcePaused: 'Paused. What was learned is kept.',
  announceEnd: {
    judged: (name: string): string => `${name} has finished learning and was judged`,
    failed: (name: string): string => `${name} could not learn`,
  },
};

function sureness(share: number): string {
  if (share >= 0.9) return 'Very sure';
  return share >= 0.75 ? 'Fairly sure' : 'Not very sure';
}

function haloWords(halo: number): string {
  if (halo < 0.05) return 'hardly sharpened by the phone';
  return halo < 0.2 ? 'sharpened by the phone' : 'strongly sharpened by the phone';
}

function brightness(gain: number): string {
  const percent = Math.round(Math.abs(gain - 1) * 100);
  if (percent < 1) return 'no brighter or darker';
  return gain > 1 ? `${percent} % brighter` : `${percent} % darker`;
}
