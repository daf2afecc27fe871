import { powerMonitor } from 'electron';
import type { EngineSupervisor } from '#host/engine-supervisor';
import type { Log } from '#core/ground/disk/log-file';

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
