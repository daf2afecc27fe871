import { write } from './formats.ts';

export const intake = {
  copying: (done: number, total: number): string => `Taking over photo ${write.whole(done)} of ${write.whole(total)}`,
  reading: 'Reading the photos',
  added: (count: number): string => (count === 1 ? 'One photo was added' : `${write.whole(count)} photos were added`),
  broken: (count: number): string =>
    count === 1
      ? 'One photo cannot be read. It is in the library with the reason.'
      : `${write.whole(count)} photos cannot be read. They are in the library with their reasons.`,
  passedOver: (count: number): string =>
    count === 1 ? 'One other file was passed over' : `${write.whole(count)} other files were passed over`,
  leftOut: (count: number): string =>
    count === 1 ? 'One photo was left out' : `${write.whole(count)} photos were left out`,
  noPhotos: 'No photos were found there',
  noPhotosHint: 'Choose JPEG, HEIC, PNG, TIFF, WebP or AVIF files, or a folder that holds some.',
  busy: 'Photos are being added',
  cancelled: 'Adding was cancelled',
  failed: 'The photos could not be added',
};
