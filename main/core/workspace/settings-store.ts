import type { ParamsOf } from '#contract/api';
import { defaultSettings, settings as settingsSchema, type Settings } from '#contract/settings';

/** The settings that change; one that is absent or undefined stays as it is. */
type SettingsChange = ParamsOf<'settings.change'>['change'];

export interface SettingsStore {
  read(): Settings;
  /** Resolves with all settings after the change, saved and told; after a failure they are as before. */
  change(change: SettingsChange): Promise<Settings>;
}

/** Saved settings, checked; one that an older version did not know has its default. Throws when a value is wrong. */
export function parseSettings(json: unknown): Settings {
  return settingsSchema.parse(isObject(json) ? { ...defaultSettings, ...json } : json);
}

/** Changes take effect one after another, each only once it is saved. */
export function createSettingsStore(options: {
  settings: Settings;
  save: (settings: Settings) => Promise<void>;
  announce: (settings: Settings) => void;
}): SettingsStore {
  const { save, announce } = options;
  let current = options.settings;
  let lastChange: Promise<unknown> = Promise.resolve();

  async function apply(change: SettingsChange): Promise<Settings> {
    const changed = settingsSchema.parse({ ...current, ...withoutUndefined(change) });
    await save(changed);
    current = changed;
    announce(current);
    return current;
  }

  return {
    read: () => current,
    change(change) {
      const changed = lastChange.then(() => apply(change));
      lastChange = changed.catch(() => undefined);
      return changed;
    },
  };
}

function withoutUndefined(change: SettingsChange): object {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

function isObject(json: unknown): json is object {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
