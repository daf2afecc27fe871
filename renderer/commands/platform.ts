/** Whether keys are named and pressed as on a Mac. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
