import { lowerFirst } from '../lower-first.ts';
import { write } from './formats.ts';

export const library = {
  title: 'Photos',
  pairs: 'Pairs',
  single: 'No telephoto',
  state: {
    loading: 'Opening …',
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
