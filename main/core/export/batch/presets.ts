import { batchSettings, builtInPresets, type BatchSettings } from '#contract/batch';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import type { JsonFile } from '#core/ground/disk/json-file';
import { z } from 'zod';

export const presetFile = z.record(z.string().min(1).max(60), batchSettings);
export type Presets = z.infer<typeof presetFile>;

/** Settings under names: those that come with the program, and a person's own. */
export interface PresetStore {
  /** By name; a person's own ones last. */
  list(): Presets;
  /** `invalid-request` names those that there are. */
  read(name: string): BatchSettings;
  /** `invalid-request` for the name of one that comes with the program. */
  save(name: string, settings: BatchSettings): Promise<void>;
  remove(name: string): Promise<void>;
}

export function createPresetStore(file: JsonFile<Presets>): PresetStore {
  let own = file.value;
  const refuseBuiltIn = (name: string): void => {
    if (Object.hasOwn(builtInPresets, name)) {
      throw new AppError('invalid-request', say('writing.preset-of-program', { name }));
    }
  };
  return {
    list: () => ({ ...builtInPresets, ...own }),
    read(name) {
      const presets: Presets = { ...builtInPresets, ...own };
      const settings = Object.hasOwn(presets, name) ? presets[name] : undefined;
      if (settings) return settings;
      throw new AppError(
        'invalid-request',
        say('writing.unknown-preset', { known: Object.keys(presets).join(', '), name }),
      );
    },
    async save(name, settings) {
      refuseBuiltIn(name);
      own = { ...own, [name]: settings };
      await file.save(own);
    },
    async remove(name) {
      refuseBuiltIn(name);
      own = Object.fromEntries(Object.entries(own).filter(([one]) => one !== name));
      await file.save(own);
    },
  };
}
