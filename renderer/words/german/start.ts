import type { start as english } from '../english/start.ts';

export const start: typeof english = {
  titleIn: 'Zwei Fotos hinein.',
  titleOut: 'Ein besseres heraus.',
  explain:
    'Aus dem Weitwinkel- und dem Telebild derselben Szene macht Telewide das Weitwinkelbild in doppelter Breite und Höhe, mit den Einzelheiten, die das Tele wirklich gesehen hat.',
  drop: 'Fotos hier ablegen',
  dropNow: 'Loslassen, um sie hinzuzufügen',
  choosePhotos: 'Zwei Fotos auswählen',
  chooseFolder: 'Ordner auswählen',
  trySample: 'Mit unseren zwei Fotos ausprobieren',
  formats: 'JPEG, HEIC, PNG, TIFF, WebP oder AVIF. Auch viele Paare auf einmal: Was zusammengehört, wird gefunden.',
  private: 'Alles bleibt auf diesem Rechner.',
  connecting: 'Telewide wird gestartet …',
};
