export const general = {
  name: 'Telewide',
  close: 'Close',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  dismiss: 'Dismiss this message',
  workingTitle: (percent: number): string => `${percent} % · Telewide`,
  skip: 'Skip to the picture',
  panel: 'About this picture',
};

export const errors = {
  load: 'Telewide could not be opened completely',
  unknown: 'Something went wrong. Try again; if it keeps failing, the log says more.',
};
