import { spoken } from './spoken.ts';

const en = {
  close: 'Close',
  cancel: 'Cancel',
  errors: {
    load: 'Telewide could not be opened completely',
    unknown: 'Something went wrong. Try again; if it keeps failing, the log says more.',
    engineStopped: 'The engine stopped and was started again.',
    settingNotSaved: 'The setting was not saved',
    changeFailed: 'The change was not made',
    photoNotOpened: (name: string): string => `${name} could not be opened`,
  },
};

const de: typeof en = {
  close: 'Schließen',
  cancel: 'Abbrechen',
  errors: {
    load: 'Telewide ließ sich nicht vollständig öffnen',
    unknown: 'Etwas ist schiefgegangen. Bitte erneut versuchen; schlägt es weiter fehl, steht mehr im Protokoll.',
    engineStopped: 'Das Rechenwerk ist stehen geblieben und wurde neu gestartet.',
    settingNotSaved: 'Die Einstellung wurde nicht gespeichert',
    changeFailed: 'Die Änderung wurde nicht übernommen',
    photoNotOpened: (name) => `${name} ließ sich nicht öffnen`,
  },
};

export const general = spoken({ en, de });
