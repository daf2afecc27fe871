import { write } from './formats.ts';

export const intake = {
  copying: (done: number, total: number): string => `Taking over photo ${write.whole(done)} of ${write.whole(total)}`,
  reading: 'Reading the photos',
  added: (count: number): string => (count === 1 ? 'One photo was added' : `${write.whole(count)} photos were added`),
  leftOut: (count: number): string =>
    count === 1 ? 'One photo was left out' : `${write.whole(count)} photos were left out`,
  noPhotos: 'No photos were found there',
  noPhotosHint: 'Choose JPEG, HEIC, PNG, TIFF, WebP or AVIF files, or a folder that holds some.',
  cancelled: 'Adding was cancelled',
  failed: 'The photos could not be added',
};
