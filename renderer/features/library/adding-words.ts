import { spoken, write } from '../../words/spoken.ts';

const en = {
  start: {
    titleIn: 'Two photos in.',
    titleOut: 'One better photo out.',
    explain:
      'Give Telewide the wide and the telephoto picture of one scene, and it returns the wide one at twice the width and height, with the detail that the telephoto really saw.',
    drop: 'Drop your photos here',
    dropNow: 'Let go to add them',
    dropTeles: (name: string): string => `Let go here: telephotos of ${name}`,
    choosePhotos: 'Choose two photos',
    chooseFolder: 'Choose a folder',
    trySample: 'Try it with our two photos',
    formats: 'JPEG, HEIC, PNG, TIFF, WebP or AVIF. Many pairs at once are fine: they are matched up for you.',
    private: 'Everything stays on this machine.',
    connecting: 'Starting Telewide …',
  },
  importing: {
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
  },
};

const de: typeof en = {
  start: {
    titleIn: 'Zwei Fotos hinein.',
    titleOut: 'Ein besseres heraus.',
    explain:
      'Aus dem Weitwinkel- und dem Telebild derselben Szene macht Telewide das Weitwinkelbild in doppelter Breite und Höhe, mit den Einzelheiten, die das Tele wirklich gesehen hat.',
    drop: 'Fotos hier ablegen',
    dropNow: 'Loslassen, um sie hinzuzufügen',
    dropTeles: (name) => `Hier loslassen: Telebilder zu ${name}`,
    choosePhotos: 'Zwei Fotos auswählen',
    chooseFolder: 'Ordner auswählen',
    trySample: 'Mit unseren zwei Fotos ausprobieren',
    formats: 'JPEG, HEIC, PNG, TIFF, WebP oder AVIF. Auch viele Paare auf einmal: Was zusammengehört, wird gefunden.',
    private: 'Alles bleibt auf diesem Rechner.',
    connecting: 'Telewide wird gestartet …',
  },
  importing: {
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
  },
};

export const addingWords = spoken({ en, de });
