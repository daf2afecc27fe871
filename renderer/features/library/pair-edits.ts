import type { PairView } from '#contract/api';
import type { Pair } from '#contract/project-document';
import { strings } from '../../words/strings.ts';
import type { AppState } from '../../state/app-state.svelte.ts';

/** A photo that has no telephoto yet and may become part of a pair. */
export interface Candidate {
  pairId: string;
  name: string;
}

/** What a person changes about pairs by hand. */
export class PairEdits {
  readonly #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
  }

  /** The other photos that stand alone. */
  candidatesFor(pair: Pair): Candidate[] {
    const { document } = this.#app.project;
    return document.pairs
      .filter((other) => other.id !== pair.id && other.teleId === null)
      .map((other) => ({ pairId: other.id, name: this.#app.project.nameOf(other) }));
  }

  async swap(pairId: string): Promise<void> {
    if (await this.#app.project.edit({ name: 'swap-roles', pairId })) await this.#register(pairId);
  }

  /** The telephoto becomes a photo of its own. */
  async separate(teleId: string): Promise<void> {
    const pair: Pair = { id: `single-${teleId}`, wideId: teleId, teleId: null, reason: null };
    await this.#app.project.edit({ name: 'set-pair', pair });
  }

  /** Joins two photos that stand alone; the one with the longer focal length becomes the telephoto. */
  async join(pairId: string, otherId: string): Promise<void> {
    const { views } = this.#app.project;
    const [chosen, other] = [views.get(pairId), views.get(otherId)];
    if (chosen === undefined || other === undefined) return;
    const [wide, tele] = focalLength(other) < focalLength(chosen) ? [other, chosen] : [chosen, other];
    const pair: Pair = { id: wide.pair.id, wideId: wide.wide.summary.id, teleId: tele.wide.summary.id, reason: null };
    if (!(await this.#app.project.edit({ name: 'set-pair', pair }))) return;
    this.#app.project.select(pair.id);
    await this.#register(pair.id);
  }

  /** Takes a pair's photos off the list; the files stay. */
  async remove(pair: Pair): Promise<void> {
    await this.#app.project.edit({ name: 'remove-pairs', pairIds: [pair.id] });
  }

  async #register(pairId: string): Promise<void> {
    try {
      await this.#app.link.connection.call('registration.start', { pairId });
    } catch (error) {
      this.#app.notices.failure(strings.overlap.stopped, error);
    }
  }
}

function focalLength(view: PairView): number {
  return view.wide.summary.camera.focalLength35 ?? Number.POSITIVE_INFINITY;
}
