/** As each system says it: what the program says outside of its page. */
export function english(platform: NodeJS.Platform): DesktopWords {
  return { ...words, menu: { ...words.menu, ...ownMenu[platform] } };
}

/** Menus, dialogs, notifications. `&` stands before the letter that a menu is reached by. */
const words = {
  menu: {
    file: '&File',
    addPhotos: '&Add photos…',
    addFolder: 'Add &folder…',
    openProject: 'Open &project…',
    openRecent: 'Open &recent',
    clearRecent: '&Clear the list',
    saveProject: '&Save a copy of the project…',
    settings: 'Se&ttings…',
    closeWindow: '&Close window',
    quit: '&Quit',
    edit: '&Edit',
    undo: '&Undo',
    redo: '&Redo',
    cut: 'Cu&t',
    copy: '&Copy',
    paste: '&Paste',
    delete: '&Delete',
    selectAll: 'Select &all',
    view: '&View',
    fullScreen: '&Full screen',
    reload: '&Reload',
    developerTools: '&Developer tools',
    window: '&Window',
    minimise: 'Mi&nimise',
    zoom: 'Ma&ximise',
    allToFront: 'Bring all to front',
    help: '&Help',
    sample: '&Try the sample pair',
    shortcuts: '&Keyboard shortcuts',
    showLogs: 'Show the &log folder',
    copyDiagnostics: 'Copy &diagnostics',
    copyDiagnosticsWithNames: 'Copy diagnostics with file &names',
    licences: 'Li&cences',
    about: 'About Telewide',
    services: 'Services',
    hide: 'Hide Telewide',
    hideOthers: 'Hide others',
    showAll: 'Show all',
  },
  dialogs: {
    addPhotos: 'Add photos',
    addFolder: 'Add folders of photos',
    openProject: 'Open a project',
    saveProject: 'Save a copy',
    projectName: 'Project',
    importModel: 'Import a model',
    exportModel: 'Export the model',
    exportTo: 'Export to',
    savePhoto: 'Save photo',
    photos: 'Photos',
    allFiles: 'All files',
    model: 'Telewide model',
    project: 'Telewide project',
    photo: (ending: string): string => `${ending} photo`,
  },
  opening: {
    elsewhere: (count: number): string =>
      count === 1
        ? 'A photo of this project lies where you have not opened anything yet. Open it?'
        : `${count} photos of this project lie where you have not opened anything yet. Open them?`,
    open: 'Open',
    leave: 'Do not open',
    failed: (name: string): string => `${name} could not be opened`,
  },
  page: {
    keepsStopping: 'The window keeps stopping',
    allIsKept: 'Your photos, edits and exports are kept. The log says what happened.',
    doesNotAnswer: 'The window does not answer',
    nothingIsLost: 'Loading it again loses nothing: your edits are kept, and exports go on.',
    loadAgain: 'Load it again',
    wait: 'Wait',
    close: 'Close Telewide',
  },
  work: {
    batchDone: (done: number, failed: number): string => {
      const ready = done === 1 ? 'One photo is done' : `${done} photos are done`;
      return failed === 0 ? `${ready}.` : `${ready}, ${failed} failed.`;
    },
  },
  diagnostics: {
    copied: 'The diagnostics are in the clipboard',
    withNames: 'They name your photos and folders. Read them before you pass them on.',
    withoutNames: 'Names of photos and folders were taken out. Read them all the same before you pass them on.',
  },
  about: {
    authors: 'The Telewide authors',
    licence: 'Licence: Apache-2.0',
    licenceWith: 'Licence: Apache-2.0. With',
  },
};

export type DesktopWords = typeof words;

const ownMenu: Partial<Record<NodeJS.Platform, Partial<DesktopWords['menu']>>> = {
  darwin: { settings: 'Settings…', quit: 'Quit Telewide', minimise: 'Minimise', zoom: 'Zoom' },
  win32: { quit: 'E&xit' },
};
