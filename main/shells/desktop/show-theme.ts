import { nativeTheme } from 'electron';
import type { Settings } from '#contract/settings';

/** What the window shows before its page does: the page's own background. */
export function windowColour(): string {
  return nativeTheme.shouldUseDarkColors ? '#1b1b1d' : '#f4f2ee';
}

/** Title bar, menus and dialogs are dark or light as the settings say, the system deciding unless a person did. */
export function showTheme({ theme }: Settings): void {
  nativeTheme.themeSource = theme;
}
