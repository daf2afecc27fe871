import { modelFileEnding, type ModelCard } from '#contract/model-card';
import type { ModelId, ModelSummary } from '#contract/models';
import { chooseOne, saveFile } from '../../connection/files.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { modelWords } from './model-words.ts';
import { words } from './words.ts';
import type { Adaptations } from './adaptations.svelte.ts';

/** What can be done with the models that a person made or brought. */
export class PersonalModels {
  readonly #app: AppState;
  readonly #adaptations: Adaptations;
  isBusy = $state(false);

  readonly isWeb: boolean = $derived.by(() => this.#app.link.shell?.kind === 'web');

  constructor(app: AppState, adaptations: Adaptations) {
    this.#app = app;
    this.#adaptations = adaptations;
  }

  isUsed(model: ModelSummary): boolean {
    return this.#app.choices.isUsed(model);
  }

  /** The model that came with the program: the one from which this one was made, else the first. */
  shippedFor(card: ModelCard | null): ModelSummary | null {
    const shipped = (this.#app.choices.models ?? []).filter(({ isPersonal }) => !isPersonal);
    return shipped.find(({ id }) => id === card?.base.id) ?? shipped[0] ?? null;
  }

  /** For photos of the camera that it learned; one that learned none, for those of the photo that is looked at. */
  async use(model: ModelSummary): Promise<void> {
    const { id, name, camera } = model;
    await this.#app.choices.use(id, camera ?? this.#app.choices.camera);
    if (this.isUsed(model)) this.#app.notices.announce(words.nowUsed(name));
  }

  /** Null when it cannot be read, which has been said then. */
  async card(modelId: ModelId): Promise<ModelCard | null> {
    return this.#ask(modelWords.model.readFailed, ({ connection }) => connection.call('models.card', { modelId }));
  }

  async rename(modelId: ModelId, name: string): Promise<void> {
    await this.#ask(modelWords.model.renameFailed, ({ connection }) =>
      connection.call('models.rename', { modelId, name }),
    );
  }

  async remove({ id, name }: ModelSummary): Promise<void> {
    await this.#ask(modelWords.model.deleteFailed, async ({ connection }) => {
      await connection.call('models.remove', { modelId: id });
      this.#app.notices.calm(modelWords.model.deleted(name));
    });
  }

  async exportFile({ id }: ModelSummary): Promise<void> {
    await this.#ask(modelWords.model.exportFailed, async ({ connection }) => {
      const path = await saveFile(this.#app, `${id}${modelFileEnding}`, (chosen) =>
        connection.call('models.export', { modelId: id, path: chosen }),
      );
      if (path !== null) this.#app.notices.calm(modelWords.model.exported);
    });
  }

  async importFile(): Promise<void> {
    await this.#ask(modelWords.model.importFailed, async ({ connection }) => {
      const path = await chooseOne(this.#app, 'model');
      if (path === null) return;
      const { modelId } = await connection.call('models.import', { path });
      const models = await connection.call('models.list', {});
      this.#app.choices.models = models;
      this.#adaptations.show({ kind: 'model', id: modelId });
      const name = models.find(({ id }) => id === modelId)?.name ?? modelId;
      this.#app.notices.calm(modelWords.model.imported(name));
    });
  }

  async #ask<Result>(failure: string, work: (link: AppState['link']) => Promise<Result>): Promise<Result | null> {
    this.isBusy = true;
    try {
      return await work(this.#app.link);
    } catch (error) {
      this.#app.notices.failure(failure, error);
      return null;
    } finally {
      this.isBusy = false;
    }
  }
}
