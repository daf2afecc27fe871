import { spoken, write } from '../../words/spoken.ts';

const en = {
  verdict: {
    better: 'Your model is better',
    refused: 'It did not become better',
    betterBy: (gain: number): string =>
      `It comes ${write.decimal(gain, 1)} dB nearer to what your telephoto really saw, and nothing got worse.`,
    noGain: 'It shows no more of what the telephoto saw than the model it began from.',
    noPlace: 'There was no place left to judge it by. Learn from more pairs, or from one with a larger overlap.',
    harmed: (harms: readonly string[]): string => `It ${harms.join(', and it ')}.`,
    refusedHint: 'Nothing has changed: your photos are enhanced as before. More pairs, or more time, may help.',
    figures: {
      detail: {
        title: 'Detail',
        hint: 'How near the result comes to what the telephoto saw.',
        harm: 'shows less of what the telephoto saw',
      },
      consistency: {
        title: 'Faithfulness',
        hint: 'Whether the result, shrunk again, still is your wide photo.',
        harm: 'agrees less with the wide photo',
      },
      withoutReference: {
        title: 'Without a telephoto',
        hint: 'Where the telephoto does not reach, or there is none.',
        harm: 'is worse where there is no telephoto',
      },
      wrongReference: {
        title: 'With a wrong telephoto',
        hint: 'Whether a telephoto of something else leads it astray.',
        harm: 'is led astray by a telephoto that shows something else',
      },
    },
    change: { better: 'better', same: 'the same', worse: 'worse' },
    places: (places: number, pairs: number): string =>
      `Judged on ${places === 1 ? 'one place' : `${write.whole(places)} places`} that it never learned from${
        pairs === 0 ? '' : `, ${pairs === 1 ? 'one whole pair' : `${write.whole(pairs)} whole pairs`} among them`
      }, against the model it began from.`,
  },
  model: {
    use: 'Use for enhancing',
    used: 'Your photos are enhanced with this model.',
    backTo: (name: string): string => `Go back to ${name}`,
    rename: 'Rename',
    renameField: 'New name',
    renameSave: 'Save the name',
    exportFile: 'Export …',
    exportWeb: 'Download',
    exported: 'Exported',
    delete: 'Delete …',
    card: 'Where it comes from',
    made: 'Made',
    base: 'Began from',
    learned: (steps: number, time: string, device: string): string =>
      `${write.whole(steps)} steps in ${time} on ${device}`,
    learnedTitle: 'Learned',
    renameFailed: 'The model was not renamed',
    exportFailed: 'The model was not exported',
    importFailed: 'The model was not imported',
    imported: (name: string): string => `${name} was imported`,
    deleteFailed: 'The model was not deleted',
    deleted: (name: string): string => `${name} was deleted`,
    readFailed: 'What is known of this model could not be read',
  },
  compare: {
    title: 'Compare two models on your photo',
    first: 'Left',
    second: 'Right',
    on: 'Photo',
    start: 'Compare',
    next: 'Another spot',
    running: 'Enhancing one spot with both … While photos are enhanced or exported this takes longer.',
    failed: 'The spot could not be enhanced',
    noPhoto: 'Open a photo to compare models on it.',
    hint: 'A small spot of the photo, enhanced with each.',
  },
};

const de: typeof en = {
  verdict: {
    better: 'Das eigene Modell ist besser',
    refused: 'Es ist nicht besser geworden',
    betterBy: (gain) =>
      `Es kommt dem, was das Telebild wirklich gesehen hat, ${write.decimal(gain, 1)} dB näher, und nichts wurde schlechter.`,
    noGain: 'Es zeigt nicht mehr von dem, was das Telebild gesehen hat, als das Modell, von dem es ausging.',
    noPlace:
      'Es blieb keine Stelle, um es zu beurteilen. Aus mehr Paaren lernen oder aus einem mit größerer Überlappung.',
    harmed: (harms) => `Es ${harms.join(', und es ')}.`,
    refusedHint:
      'Nichts hat sich geändert: Fotos werden wie bisher verbessert. Mehr Paare oder mehr Zeit können helfen.',
    figures: {
      detail: {
        title: 'Einzelheiten',
        hint: 'Wie nah das Ergebnis dem kommt, was das Telebild gesehen hat.',
        harm: 'zeigt weniger von dem, was das Telebild gesehen hat',
      },
      consistency: {
        title: 'Treue',
        hint: 'Ob das Ergebnis, wieder verkleinert, noch das Weitwinkelbild ist.',
        harm: 'stimmt weniger mit dem Weitwinkelbild überein',
      },
      withoutReference: {
        title: 'Ohne Telebild',
        hint: 'Wo das Telebild nicht hinreicht, oder wo es keines gibt.',
        harm: 'ist schlechter, wo es kein Telebild gibt',
      },
      wrongReference: {
        title: 'Mit falschem Telebild',
        hint: 'Ob es sich von einem Telebild mit anderem Inhalt täuschen lässt.',
        harm: 'lässt sich von einem Telebild täuschen, das etwas anderes zeigt',
      },
    },
    change: { better: 'besser', same: 'gleich', worse: 'schlechter' },
    places: (places, pairs) =>
      `Beurteilt an ${places === 1 ? 'einer Stelle' : `${write.whole(places)} Stellen`}, aus denen nie gelernt wurde${
        pairs === 0 ? '' : `, darunter ${pairs === 1 ? 'ein ganzes Paar' : `${write.whole(pairs)} ganze Paare`}`
      }, verglichen mit dem Modell, von dem es ausging.`,
  },
  model: {
    use: 'Zum Verbessern verwenden',
    used: 'Die Fotos werden mit diesem Modell verbessert.',
    backTo: (name) => `Zurück zu ${name}`,
    rename: 'Umbenennen',
    renameField: 'Neuer Name',
    renameSave: 'Namen speichern',
    exportFile: 'Exportieren …',
    exportWeb: 'Herunterladen',
    exported: 'Exportiert',
    delete: 'Löschen …',
    card: 'Woher es kommt',
    made: 'Entstanden',
    base: 'Ausgegangen von',
    learned: (steps, time, device) => `${write.whole(steps)} Schritte in ${time} auf ${device}`,
    learnedTitle: 'Gelernt',
    renameFailed: 'Das Modell wurde nicht umbenannt',
    exportFailed: 'Das Modell wurde nicht exportiert',
    importFailed: 'Das Modell wurde nicht importiert',
    imported: (name) => `${name} wurde importiert`,
    deleteFailed: 'Das Modell wurde nicht gelöscht',
    deleted: (name) => `${name} wurde gelöscht`,
    readFailed: 'Was über dieses Modell bekannt ist, war nicht zu lesen',
  },
  compare: {
    title: 'Zwei Modelle am eigenen Foto vergleichen',
    first: 'Links',
    second: 'Rechts',
    on: 'Foto',
    start: 'Vergleichen',
    next: 'Andere Stelle',
    running:
      'Eine Stelle wird mit beiden verbessert … Solange Fotos verbessert oder exportiert werden, dauert das länger.',
    failed: 'Die Stelle konnte nicht verbessert werden',
    noPhoto: 'Ein Foto öffnen, um Modelle daran zu vergleichen.',
    hint: 'Eine kleine Stelle des Fotos, mit jedem der beiden verbessert.',
  },
};

export const modelWords = spoken({ en, de });
