import { nativeTheme } from 'electron';
import type { Settings } from '#contract/settings';
import type { Log } from '#core/storage/log-file';
import type { EngineSupervisor } from '#host/engine-supervisor';

/** What the window shows before its page does: the page's own background. */
export function windowColour(): string {
  return nativeTheme.shouldUseDarkColors ? '#1b1b1d' : '#f4f2ee';
}

/** Title bar, menus and dialogs are dark or light as the settings say, the system deciding unless a person did. */
export function followTheme(engine: EngineSupervisor, log: Log): void {
  const take = ({ theme }: Settings): void => {
    nativeTheme.themeSource = theme;
  };
  engine.listen(({ event, payload }) => {
    if (event === 'settings.changed') take(payload as Settings);
    if (event === 'engine.changed' && (payload as { name: string }).name === 'ready') {
      engine.call['settings.read']({}).then(take, (error: unknown) => log.warn('The theme could not be read', error));
    }
  });
}
