import { spoken } from './spoken.ts';

const en = {
  close: 'Close',
  cancel: 'Cancel',
  savedWithout: 'The file is saved, but not with everything',
  errors: {
    load: 'Telewide could not be opened completely',
    damaged: 'Something that Telewide had written was damaged',
    settingNotSaved: 'The setting was not saved',
    changeFailed: 'The change was not made',
    photoNotOpened: (name: string): string => `${name} could not be opened`,
  },
};

const de: typeof en = {
  close: 'Schließen',
  cancel: 'Abbrechen',
  savedWithout: 'Die Datei ist gesichert, aber nicht mit allem',
  errors: {
    load: 'Telewide ließ sich nicht vollständig öffnen',
    damaged: 'Etwas, das Telewide aufgeschrieben hatte, war beschädigt',
    settingNotSaved: 'Die Einstellung wurde nicht gespeichert',
    changeFailed: 'Die Änderung wurde nicht übernommen',
    photoNotOpened: (name) => `${name} ließ sich nicht öffnen`,
  },
};

export const general = spoken({ en, de });
