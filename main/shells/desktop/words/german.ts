import type { DesktopWords } from './english.ts';

/** As macOS, Windows and GNOME say it in German, which is not the same: Ablage and Datei, sichern and speichern. */
export function german(platform: NodeJS.Platform): DesktopWords {
  const isMac = platform === 'darwin';
  return {
    menu: {
      file: isMac ? 'Ablage' : '&Datei',
      addPhotos: '&Fotos hinzufügen …',
      addFolder: '&Ordner hinzufügen …',
      openProject: '&Projekt öffnen …',
      openRecent: isMac ? 'Benutzte Projekte' : '&Zuletzt geöffnet',
      clearRecent: isMac ? 'Einträge löschen' : '&Liste leeren',
      saveProject: isMac ? 'Kopie des Projekts sichern …' : '&Kopie des Projekts speichern …',
      settings: isMac ? 'Einstellungen …' : '&Einstellungen …',
      closeWindow: isMac ? 'Fenster schließen' : '&Schließen',
      quit: isMac ? 'Telewide beenden' : '&Beenden',
      edit: '&Bearbeiten',
      undo: isMac ? 'Widerrufen' : '&Rückgängig',
      redo: '&Wiederholen',
      cut: '&Ausschneiden',
      copy: '&Kopieren',
      paste: isMac ? 'Einsetzen' : '&Einfügen',
      delete: '&Löschen',
      selectAll: 'Alles a&uswählen',
      view: isMac ? 'Darstellung' : '&Ansicht',
      fullScreen: isMac ? 'Vollbildmodus' : '&Vollbild',
      reload: '&Neu laden',
      developerTools: '&Entwicklerwerkzeuge',
      window: '&Fenster',
      minimise: isMac ? 'Im Dock ablegen' : '&Minimieren',
      zoom: isMac ? 'Zoomen' : 'Ma&ximieren',
      allToFront: 'Alle nach vorne bringen',
      help: '&Hilfe',
      sample: '&Beispielpaar ausprobieren',
      shortcuts: isMac ? 'Tastaturkurzbefehle' : '&Tastenkombinationen',
      showLogs: 'Ordner der &Protokolle anzeigen',
      copyDiagnostics: '&Diagnosedaten kopieren',
      copyDiagnosticsWithNames: 'Diagnosedaten mit Datei&namen kopieren',
      licences: '&Lizenzen',
      about: 'Über Telewide',
      services: 'Dienste',
      hide: 'Telewide ausblenden',
      hideOthers: 'Andere ausblenden',
      showAll: 'Alle einblenden',
    },
    dialogs: {
      addPhotos: 'Fotos hinzufügen',
      addFolder: 'Ordner mit Fotos hinzufügen',
      openProject: 'Projekt öffnen',
      saveProject: isMac ? 'Kopie sichern' : 'Kopie speichern',
      projectName: 'Projekt',
      importModel: 'Modell importieren',
      exportModel: 'Modell exportieren',
      exportTo: 'Exportieren nach',
      savePhoto: isMac ? 'Foto sichern' : 'Foto speichern',
      photos: 'Fotos',
      allFiles: 'Alle Dateien',
      model: 'Telewide-Modell',
      project: 'Telewide-Projekt',
      photo: (ending) => `${ending}-Foto`,
    },
    opening: {
      elsewhere: (count) =>
        count === 1
          ? 'Ein Foto dieses Projekts liegt, wo Sie noch nichts geöffnet haben. Öffnen?'
          : `${count} Fotos dieses Projekts liegen, wo Sie noch nichts geöffnet haben. Öffnen?`,
      open: 'Öffnen',
      leave: 'Nicht öffnen',
      failed: (name) => `${name} ließ sich nicht öffnen`,
    },
    page: {
      keepsStopping: 'Das Fenster stürzt immer wieder ab',
      allIsKept: 'Fotos, Bearbeitungen und Exporte sind gesichert. Was geschehen ist, steht im Protokoll.',
      doesNotAnswer: 'Das Fenster antwortet nicht',
      nothingIsLost: 'Beim Neuladen geht nichts verloren: Bearbeitungen sind gesichert, Exporte laufen weiter.',
      loadAgain: 'Neu laden',
      wait: 'Warten',
      close: 'Telewide beenden',
    },
    work: {
      batchDone: (done, failed) => {
        const ready = done === 1 ? 'Ein Foto ist fertig' : `${done} Fotos sind fertig`;
        return failed === 0 ? `${ready}.` : `${ready}, ${failed} fehlgeschlagen.`;
      },
    },
    diagnostics: {
      copied: 'Die Diagnosedaten sind in der Zwischenablage',
      withNames: 'Sie nennen Fotos und Ordner beim Namen. Vor dem Weitergeben bitte durchlesen.',
      withoutNames: 'Namen von Fotos und Ordnern wurden entfernt. Vor dem Weitergeben trotzdem bitte durchlesen.',
    },
    about: {
      authors: 'Die Autoren von Telewide',
      licence: 'Lizenz: Apache-2.0',
      licenceWith: 'Lizenz: Apache-2.0. Mit',
    },
  };
}
