export const en = {
  'program.fault': 'Something went wrong. Try again; the log has the details.',
  'program.cancelled': 'Cancelled',
  'program.about': '{subject}: {text}',
  'program.not-understood':
    'This cannot be shown: another version of Telewide wrote it, or the file that it stands in is damaged.',
  'program.closing': 'The program is closing and starts nothing new. Open it again.',
  'program.engine-ended': 'The engine stopped ({why}) before it could answer. It is started again; try once more then.',
  'program.engine-stopped': 'It stopped {times:whole} times in a row ({why}). Close Telewide and open it again.',
  'program.not-started': 'it could not be started',
  'program.just-ended': 'it ended just now',
  'program.is-closing': 'Telewide is closing',
  'program.exit-code': 'exit code {code:plain}',
  'program.signal': 'signal {signal}',
  'program.interrupted': 'The engine stopped before this was done.',
  'program.engine-restarted': 'The engine stopped and was started again. Try once more.',
  'program.add-again': 'Add the photos again.',
  'program.pair-again': 'Pairs can be looked for again.',
  'program.register-again': 'The pair can be registered again.',
  'program.enhance-again': 'The photo can be enhanced again.',
  'program.compare-again': 'It can be made again.',
  'program.save-again': 'Save the photo again.',
  'program.resumes': 'It resumes automatically.',
  'program.no-job': 'Expected the id of a job, but there is no job "{id}". It may have ended long ago.',
  'program.no-method': 'Expected a method of Telewide, but received "{name}".',
  'program.other-project': 'Expected the project that the change was made on, but received another one.',
  'program.photo-twice': 'Expected each photo once, but received one twice. Nothing was changed.',
  'program.pair-twice': 'Expected each pair once, but received one twice. Nothing was changed.',
  'program.unknown-photo-in-pair':
    'Expected pairs of photos that are in the project, but received the unknown photo "{id}". Nothing was changed.',
  'program.unreadable-photo-in-pair':
    'Expected pairs of photos that could be read, but received one that could not. Nothing was changed.',
  'program.photo-in-two-pairs':
    'Expected each photo in one pair at most, but received one in two places. Nothing was changed.',
  'program.unknown-pair-edited':
    'Expected edits of pairs of the project, but received edits of the unknown pair "{id}". Nothing was changed.',
  'program.no-photo': 'Expected a photo of the project, but "{id}" is not in it.',
  'program.no-pair': 'Expected a pair of the project, but "{id}" is not in it.',
  'program.newer-project':
    'Expected a project of version {known:whole} or earlier, but this one has version {version:plain}: a later Telewide saved it. It was left as it is. Open it with that Telewide, or update this one.',
  'program.no-project': 'Expected a project at {path}, but there is no such file.',
  'program.not-a-project': 'Expected a project of Telewide, but {path} is none or is damaged. Choose another file.',
  'program.disk-not-read': 'Expected to read {path}, but the disk refused. Check who may read it.',
  'program.disk-not-written': 'Expected to write {path}, but the disk refused. Check who may write there.',
  'program.set-aside': '{path} was damaged. It was set aside as {aside}, and what it held begins anew.',
  'program.project-set-aside':
    '{path} was damaged. It was set aside as {aside}, and the project was made again from its history, as far as that tells.',
  'program.history-set-aside':
    '{path} was damaged, or did not fit the project. It was set aside as {aside}; earlier edits can no longer be undone.',
  'program.data-in-use':
    'Expected to have {folder} alone, but another Telewide uses it. Close that one, or set TELEWIDE_DATA to another folder.',
  'program.port-in-use': 'Expected port {port:plain} to be free, but another program uses it. Choose another port.',
  'program.connection-closed': 'The connection to Telewide closed. It is being opened again; try once more then.',
  'program.not-connected': 'Telewide is not connected at the moment. It is trying again; try once more then.',
  'program.thread-ended': 'its thread ended with code {code:plain}',
  'program.photos-elsewhere':
    'Expected photos in folders that you opened, but this project names {path}. Nothing was changed.',
} as const;

export const de: Record<keyof typeof en, string> = {
  'program.fault': 'Etwas ist schiefgegangen. Bitte erneut versuchen; mehr steht im Protokoll.',
  'program.cancelled': 'Abgebrochen',
  'program.about': '{subject}: {text}',
  'program.not-understood':
    'Dies lässt sich nicht zeigen: Eine andere Version von Telewide hat es geschrieben, oder die Datei, in der es steht, ist beschädigt.',
  'program.closing': 'Das Programm wird beendet und beginnt nichts Neues. Es erneut öffnen.',
  'program.engine-ended':
    'Das Rechenwerk ist stehen geblieben ({why}), bevor es antworten konnte. Es wird neu gestartet; dann bitte erneut versuchen.',
  'program.engine-stopped':
    'Es ist {times:whole}-mal hintereinander stehen geblieben ({why}). Telewide schließen und erneut öffnen.',
  'program.not-started': 'es ließ sich nicht starten',
  'program.just-ended': 'es hat soeben geendet',
  'program.is-closing': 'Telewide wird beendet',
  'program.exit-code': 'Exit-Code {code:plain}',
  'program.signal': 'Signal {signal}',
  'program.interrupted': 'Das Rechenwerk ist stehen geblieben, bevor dies fertig war.',
  'program.engine-restarted': 'Das Rechenwerk ist stehen geblieben und wurde neu gestartet. Bitte erneut versuchen.',
  'program.add-again': 'Die Fotos erneut hinzufügen.',
  'program.pair-again': 'Nach Paaren lässt sich erneut suchen.',
  'program.register-again': 'Die Überlappung kann erneut gesucht werden.',
  'program.enhance-again': 'Das Foto kann erneut verbessert werden.',
  'program.compare-again': 'Es kann erneut gemacht werden.',
  'program.save-again': 'Das Foto erneut sichern.',
  'program.resumes': 'Es geht von selbst weiter.',
  'program.no-job': 'Diese Arbeit gibt es nicht. Vielleicht ist sie längst beendet.',
  'program.no-method': 'Telewide kennt „{name}“ nicht.',
  'program.other-project': 'Die Änderung gehört zu einem anderen Stand des Projekts.',
  'program.photo-twice': 'Ein Foto käme doppelt vor. Nichts wurde geändert.',
  'program.pair-twice': 'Ein Paar käme doppelt vor. Nichts wurde geändert.',
  'program.unknown-photo-in-pair': 'Ein Foto des Paars ist nicht im Projekt ({id}). Nichts wurde geändert.',
  'program.unreadable-photo-in-pair': 'Ein Foto des Paars ist nicht lesbar. Nichts wurde geändert.',
  'program.photo-in-two-pairs': 'Ein Foto gehörte zu zwei Paaren. Nichts wurde geändert.',
  'program.unknown-pair-edited': 'Das bearbeitete Paar ist nicht im Projekt ({id}). Nichts wurde geändert.',
  'program.no-photo': 'Dieses Foto ist nicht im Projekt ({id}).',
  'program.no-pair': 'Dieses Paar ist nicht im Projekt ({id}).',
  'program.newer-project':
    'Ein neueres Telewide hat dieses Projekt gespeichert, in der Version {version:plain}; bekannt ist hier bis {known:whole}. Es blieb, wie es ist. Es mit dem neueren Telewide öffnen oder dieses erneuern.',
  'program.no-project': 'Das Projekt {path} gibt es nicht.',
  'program.not-a-project': '{path} ist kein Projekt von Telewide oder ist beschädigt. Eine andere Datei wählen.',
  'program.disk-not-read': '{path} ließ sich nicht lesen. Prüfen, wer die Datei lesen darf.',
  'program.disk-not-written': '{path} ließ sich nicht schreiben. Prüfen, wer dort schreiben darf.',
  'program.set-aside': '{path} war beschädigt. Die Datei heißt jetzt {aside}, und was in ihr stand, beginnt von vorn.',
  'program.project-set-aside':
    '{path} war beschädigt. Die Datei heißt jetzt {aside}; das Projekt entstand neu aus seinem Verlauf, soweit dieser reicht.',
  'program.history-set-aside':
    '{path} war beschädigt oder passte nicht zum Projekt. Die Datei heißt jetzt {aside}; Früheres lässt sich nicht mehr widerrufen.',
  'program.data-in-use':
    '{folder} benutzt schon ein anderes Telewide. Jenes schließen oder mit TELEWIDE_DATA einen anderen Ordner angeben.',
  'program.port-in-use': 'Den Port {port:plain} benutzt ein anderes Programm. Einen anderen Port wählen.',
  'program.connection-closed':
    'Die Verbindung zu Telewide wurde getrennt. Sie wird wieder aufgebaut; dann bitte erneut versuchen.',
  'program.not-connected': 'Telewide ist gerade nicht verbunden. Es wird erneut versucht; dann bitte noch einmal.',
  'program.thread-ended': 'der Thread endete mit dem Code {code:plain}',
  'program.photos-elsewhere':
    'Dieses Projekt nennt {path}, das in keinem geöffneten Ordner liegt. Es wurde nichts geändert.',
};
