import { expect, test } from 'vitest';
import { isPhotoName, photoEndings } from '#contract/photo-endings';

test.each(['IMG_1.HEIC', 'a.b.jfif', '/photos/2024.05/IMG 2.tif', 'C:\\photos\\x.HIF', 'scan.mpo'])(
  '%s is called as photos are',
  (name) => expect(isPhotoName(name)).toBe(true),
);

test.each(['', 'jpg', '.jpg', '/photos/.jpg', 'photos.jpg/notes', 'IMG_1.jpg.txt', 'IMG_1.dng', 'IMG_1.'])(
  '%s is not',
  (name) => expect(isPhotoName(name)).toBe(false),
);

test('every ending is small and without a dot', () => {
  for (const ending of photoEndings) expect(ending).toMatch(/^[a-z]+$/);
});
