import type { CoreConnection } from '#contract/api';
import { defaultSettings, type Settings } from '#contract/settings';
import { general } from '../words/general.ts';
import type { Notices } from './notices.svelte.ts';

/** The settings that a person chose. A change shows at once and is taken back if it cannot be kept. */
export class Preferences {
  value = $state.raw<Settings>(defaultSettings);
  readonly #connection: CoreConnection;
  readonly #notices: Notices;

  constructor(connection: CoreConnection, notices: Notices) {
    this.#connection = connection;
    this.#notices = notices;
    connection.on('settings.changed', (settings) => {
      this.value = settings;
    });
  }

  async load(): Promise<void> {
    this.value = await this.#connection.call('settings.read', {});
  }

  async change(change: Partial<Settings>): Promise<void> {
    const before = this.value;
    this.value = { ...before, ...change };
    try {
      this.value = await this.#connection.call('settings.change', { change });
    } catch (error) {
      this.value = before;
      this.#notices.failure(general.errors.settingNotSaved, error);
    }
  }
}
