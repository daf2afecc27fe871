/** What preload and Electron's main process say to each other. The page itself never sees these names. */
export const desktopChannels = {
  /** Preload to main: the page is ready for its message port. */
  connect: 'telewide-connect',
  /** Main to preload: here is the port. */
  port: 'telewide-port',
  /** Preload to main, answered at once: the person dropped the file at this path. */
  dropped: 'telewide-dropped',
} as const;
