import type { errors as englishErrors, general as english } from '../english/general.ts';

export const general: typeof english = {
  name: 'Telewide',
  close: 'Schließen',
  cancel: 'Abbrechen',
  tryAgain: 'Erneut versuchen',
  dismiss: 'Diese Meldung ausblenden',
  workingTitle: (percent) => `${percent} % · Telewide`,
  skip: 'Direkt zum Bild',
  panel: 'Zu diesem Bild',
};

export const errors: typeof englishErrors = {
  load: 'Telewide ließ sich nicht vollständig öffnen',
  unknown: 'Etwas ist schiefgegangen. Bitte erneut versuchen; schlägt es weiter fehl, steht mehr im Protokoll.',
};
