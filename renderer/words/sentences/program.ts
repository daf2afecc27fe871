import type { Sentences } from '../sentence-translator.ts';

/** The program itself: its engine, its project, its files. */
export const program: Sentences = {
  'Something went wrong. The log has the details.': 'Etwas ist schiefgegangen. Mehr steht im Protokoll.',
  Cancelled: 'Abgebrochen',
  'The program is closing.': 'Das Programm wird beendet.',
  'The program is closing and starts nothing new. Open it again.':
    'Das Programm wird beendet und beginnt nichts Neues. Es erneut öffnen.',
  'The engine stopped ({why:text}) before it could answer. It is started again; try once more then.':
    'Das Rechenwerk ist stehen geblieben ({why}), bevor es antworten konnte. Es wird neu gestartet; dann bitte erneut versuchen.',
  'It stopped {times:number} times in a row ({why:text}). Close Telewide and open it again.':
    'Es ist {times}-mal hintereinander stehen geblieben ({why}). Telewide schließen und erneut öffnen.',
  'it could not be started': 'es ließ sich nicht starten',
  'it ended just now': 'es hat soeben geendet',
  'Telewide is closing': 'Telewide wird beendet',
  'signal {signal}': 'Signal {signal}',
  'The engine stopped before this was done.': 'Das Rechenwerk ist stehen geblieben, bevor dies fertig war.',
  'Add the photos again.': 'Die Fotos erneut hinzufügen.',
  'Pairs can be looked for again.': 'Nach Paaren lässt sich erneut suchen.',
  'The pair can be registered again.': 'Die Überlappung kann erneut gesucht werden.',
  'The photo can be enhanced again.': 'Das Foto kann erneut verbessert werden.',
  'It can be made again.': 'Es kann erneut gemacht werden.',
  'Save the photo again.': 'Das Foto erneut sichern.',
  'It goes on by itself.': 'Es geht von selbst weiter.',
  'Expected the id of a job, but there is no job "{id}". It may have ended long ago.':
    'Diese Arbeit gibt es nicht. Vielleicht ist sie längst beendet.',
  'Expected a method of Telewide, but received "{name}".': 'Telewide kennt „{name}“ nicht.',

  'Expected the project that the change was made on, but received another one.':
    'Die Änderung gehört zu einem anderen Stand des Projekts.',
  'Expected each photo once, but received one twice. Nothing was changed.':
    'Ein Foto käme doppelt vor. Nichts wurde geändert.',
  'Expected each pair once, but received one twice. Nothing was changed.':
    'Ein Paar käme doppelt vor. Nichts wurde geändert.',
  'Expected pairs of photos that are in the project, but received the unknown photo "{id}". Nothing was changed.':
    'Ein Foto des Paars ist nicht im Projekt ({id}). Nichts wurde geändert.',
  'Expected pairs of photos that could be read, but received one that could not. Nothing was changed.':
    'Ein Foto des Paars ist nicht lesbar. Nichts wurde geändert.',
  'Expected each photo in one pair at most, but received one in two places. Nothing was changed.':
    'Ein Foto gehörte zu zwei Paaren. Nichts wurde geändert.',
  'Expected edits of pairs of the project, but received edits of the unknown pair "{id}". Nothing was changed.':
    'Das bearbeitete Paar ist nicht im Projekt ({id}). Nichts wurde geändert.',
  'Expected a photo of the project, but "{id}" is not in it.': 'Dieses Foto ist nicht im Projekt ({id}).',
  'Expected a pair of the project, but "{id}" is not in it.': 'Dieses Paar ist nicht im Projekt ({id}).',
  'Expected a project of version {known:number} or earlier, but this one has version {version}: a later Telewide saved it. It was left as it is. Open it with that Telewide, or update this one.':
    'Ein neueres Telewide hat dieses Projekt gespeichert, in der Version {version}; bekannt ist hier bis {known}. Es blieb, wie es ist. Es mit dem neueren Telewide öffnen oder dieses erneuern.',

  'Expected a project at {path}, but there is no such file.': 'Das Projekt {path} gibt es nicht.',
  'Expected a project of Telewide, but {path} is none or is damaged. Choose another file.':
    '{path} ist kein Projekt von Telewide oder ist beschädigt. Eine andere Datei wählen.',

  'Expected to read {path}, but the disk refused. Check who may read it.':
    '{path} ließ sich nicht lesen. Prüfen, wer die Datei lesen darf.',
  'Expected to write {path}, but the disk refused. Check who may write there.':
    '{path} ließ sich nicht schreiben. Prüfen, wer dort schreiben darf.',
  'Expected photos in folders that you opened, but this project names {path}. Nothing was changed.':
    'Dieses Projekt nennt {path}, das in keinem geöffneten Ordner liegt. Es wurde nichts geändert.',
};
