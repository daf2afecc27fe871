import type { Settings } from '#contract/settings';
import type { Log } from '#core/ground/disk/log-file';
import type { EngineSupervisor } from '#host/engine-supervisor';
import { powerMonitor } from 'electron';

/** Gives the settings to `take` whenever they change, and as often as an engine begins to serve. */
export function followSettings(engine: EngineSupervisor, log: Log, take: (settings: Settings) => void): void {
  engine.listen(({ event, payload }) => {
    if (event === 'settings.changed') take(payload as Settings);
    if (event === 'engine.changed' && (payload as { name: string }).name === 'ready') {
      engine.call['settings.read']({}).then(take, (error: unknown) =>
        log.warn('The settings could not be read', error),
      );
    }
  });
}

/** Tells the engine whether the machine runs on battery: whenever that changes, and every engine that begins to serve. */
export function reportPower(engine: EngineSupervisor, log: Log): void {
  function report(): void {
    engine.call['power.report']({ isOnBattery: powerMonitor.isOnBatteryPower() }).catch((error: unknown) => {
      log.warn('Whether the machine runs on battery could not be told', error);
    });
  }

  powerMonitor.on('on-battery', report);
  powerMonitor.on('on-ac', report);
  engine.listen(({ event, payload }) => {
    if (event === 'engine.changed' && (payload as { name: string }).name === 'ready') report();
  });
}
