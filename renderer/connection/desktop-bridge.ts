/** What the desktop's preload puts on the page's window. */
export interface DesktopBridge {
  /** Where a dropped file lies on disk. */
  pathOf(file: File): string;
}

declare global {
  interface Window {
    readonly telewide?: DesktopBridge;
  }
}
