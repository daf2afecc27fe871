import type { intake as english } from '../english/intake.ts';
import { write } from './formats.ts';

export const intake: typeof english = {
  copying: (done, total) => `Foto ${write.whole(done)} von ${write.whole(total)} wird übernommen`,
  reading: 'Die Fotos werden gelesen',
  added: (count) => (count === 1 ? 'Ein Foto wurde hinzugefügt' : `${write.whole(count)} Fotos wurden hinzugefügt`),
  broken: (count) =>
    count === 1
      ? 'Ein Foto ist nicht lesbar. Es steht mit dem Grund in der Mediathek.'
      : `${write.whole(count)} Fotos sind nicht lesbar. Sie stehen mit ihren Gründen in der Mediathek.`,
  passedOver: (count) =>
    count === 1 ? 'Eine andere Datei wurde übergangen' : `${write.whole(count)} andere Dateien wurden übergangen`,
  leftOut: (count) => (count === 1 ? 'Ein Foto wurde ausgelassen' : `${write.whole(count)} Fotos wurden ausgelassen`),
  noPhotos: 'Dort waren keine Fotos zu finden',
  noPhotosHint: 'Gebraucht werden JPEG-, HEIC-, PNG-, TIFF-, WebP- oder AVIF-Dateien oder ein Ordner mit solchen.',
  busy: 'Es werden gerade Fotos hinzugefügt',
  cancelled: 'Das Hinzufügen wurde abgebrochen',
  failed: 'Die Fotos ließen sich nicht hinzufügen',
};
