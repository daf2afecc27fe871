import type { Correction } from '#contract/project-edits';
import type { Verdict } from '#contract/registration';
import { write } from './formats.ts';

export const overlap = {
  title: 'Overlap',
  picture: 'The wide photo with the outline of the telephoto',
  inset: (name: string): string => `The telephoto, ${name}`,
  outline: 'Telephoto',
  layOver: 'Lay the telephoto over it',
  verdict: { good: 'Good match', doubtful: 'Doubtful match', failed: 'No match' } satisfies Record<Verdict, string>,
  single: 'Alone',
  singleReason: 'There is no telephoto for this photo. It can still be enhanced, without photographed detail.',
  failedHint: 'You can still enhance the wide photo by itself.',
  details: 'Details',
  zoom: 'Zoom of the telephoto',
  zoomValue: (zoom: number): string => `${write.decimal(zoom, 2)} ×`,
  share: 'Share of the wide photo',
  rotation: 'Turned by',
  rotationValue: (degrees: number): string => `${write.decimal(degrees, 1)}°`,
  inliers: 'Matching points that agree',
  inliersValue: (inliers: number, matches: number): string => `${write.whole(inliers)} of ${write.whole(matches)}`,
  residual: 'Typical distance',
  residualValue: (pixels: number): string => `${write.decimal(pixels, 2)} pixels`,
  looking: 'Looking for the telephoto in the wide photo',
  notYet: 'The overlap has not been looked for yet.',
  find: 'Find the overlap',
  stopped: 'The overlap could not be looked for',
  comparing: 'Comparing the two photos …',
  origins: { hand: 'Placed by hand.', refined: 'Placed by hand, then refined.' } satisfies Record<
    Correction['origin'],
    string
  >,
  laying: 'How the telephoto is shown',
  layings: { outline: 'Outline', blend: 'Blend', difference: 'Difference', edges: 'Edges' } satisfies Record<
    'outline' | 'blend' | 'difference' | 'edges',
    string
  >,
  opacity: 'Opacity of the telephoto',
  points: 'Points',
  notPlaced: 'The telephoto has no place yet',
  notCorrecting: 'Correct the overlap by hand first',
  correct: 'Correct by hand',
  correctHint: 'Drag the middle to move the telephoto and a corner to turn and scale it, or pin what both photos show.',
  moveTele: 'Move the telephoto: drag, or arrow keys; Shift for big steps, Alt for fine ones',
  turnTele: ['top left', 'top right', 'bottom right', 'bottom left'].map(
    (corner) => `Turn and scale at the ${corner}: drag, or arrow keys; left and right turn, up and down scale`,
  ),
  placePin: 'Place a pin',
  pinHint: 'Click something that both photos show',
  pins: 'Pins',
  pin: (number: number): string => `Pin ${number}`,
  pinPartner: (number: number): string =>
    `Pin ${number}: drag onto the same thing in the telephoto, or arrow keys; Delete removes it`,
  removePin: (number: number): string => `Remove pin ${number}`,
  pinCount: (count: number, most: number): string => `${write.whole(count)} of ${write.whole(most)}`,
  pinDistance: (pixels: number): string => `The pins fit within ${write.decimal(pixels, 1)} pixels.`,
  refine: 'Refine automatically',
  refined: 'The overlap was refined',
  refineFailed: 'The overlap could not be refined',
  release: 'Back to automatic',
  done: 'Done',
};
