import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { desktopChannels } from '#contract/desktop-channels';

contextBridge.exposeInMainWorld('telewide', {
  /** Where a dropped file lies on disk; empty for a file that the page made itself. */
  pathOf(file: File): string {
    const path = webUtils.getPathForFile(file);
    // Answered before the page can name the path over its port.
    if (path !== '') ipcRenderer.sendSync(desktopChannels.dropped, path);
    return path;
  },
});

window.addEventListener('message', ({ source, data }: MessageEvent<{ type?: unknown } | null>) => {
  if (source === window && data?.type === 'telewide-ready') ipcRenderer.send(desktopChannels.connect);
});

ipcRenderer.on(desktopChannels.port, ({ ports }) => {
  window.postMessage({ type: 'telewide-port' }, window.location.origin, ports);
});
