import type { Said } from '#contract/messages';
import type { EngineState, ShellDescription } from '#contract/api';
import type { LastingConnection } from '../connection/keep-connected.ts';

export type LinkStatus = 'connecting' | 'ready' | 'starting' | 'restarting' | 'stopped' | 'lost';

/** Whether there is an engine to talk to. */
export class EngineLink {
  readonly connection: LastingConnection;
  shell = $state.raw<ShellDescription | null>(null);
  #isOpen = $state(false);
  #wasOpen = $state(false);
  #engine = $state.raw<EngineState>({ name: 'ready' });
  /** Why the engine is not started again; null while it may be. */
  readonly stopReason: Said | null = $derived(this.#engine.name === 'stopped' ? this.#engine.reason : null);
  /** True for the time after a stop, so that the page can say that all is well again. */
  hasRecovered = $state(false);

  readonly status: LinkStatus = $derived.by(() => {
    if (!this.#isOpen) return this.#wasOpen ? 'lost' : 'connecting';
    return this.#engine.name;
  });

  /** `onReady` runs whenever an engine can be asked (again), `onStopped` when it no longer can. */
  constructor(connection: LastingConnection, onReady: () => void, onStopped: () => void) {
    this.connection = connection;
    connection.onOpenChange((isOpen) => {
      this.#isOpen = isOpen;
      if (!isOpen) {
        this.hasRecovered = false;
        onStopped();
        return;
      }
      this.#recover();
      this.#wasOpen = true;
      this.#engine = { name: 'ready' };
      void this.#describeShell();
      onReady();
    });
    connection.on('engine.changed', (engine) => {
      const before = this.#engine.name;
      if (engine.name === 'ready' && before === 'restarting') this.#recover();
      this.#engine = engine;
      if (engine.name === 'ready' && before !== 'ready') onReady();
      if (engine.name === 'restarting' || engine.name === 'stopped') {
        this.hasRecovered = false;
        onStopped();
      }
    });
  }

  #recover(): void {
    if (this.#wasOpen) this.hasRecovered = true;
  }

  async #describeShell(): Promise<void> {
    this.shell = await this.connection.call('shell.describe', {}).catch(() => this.shell);
  }
}
