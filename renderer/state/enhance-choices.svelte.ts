import type { EnhanceChoices } from '#contract/enhancement';
import type { DeviceChoice, ModelSummary } from '#contract/models';
import type { PairView } from '#contract/api';
import { editsOf } from '#contract/project-document';
import type { Treatment } from '#contract/project-edits';
import { Gesture } from './gesture.svelte.ts';
import type { Preferences } from './preferences.svelte.ts';
import type { Project } from './project.svelte.ts';

/** What a person chose for enhancing: seen and changed from the panel and from the preview alike. */
export class EnhanceChoiceStore {
  models = $state.raw<readonly ModelSummary[] | null>(null);
  readonly #preferences: Preferences;
  readonly #project: Project;
  /** Of the pair that is looked at: sliders move in many small steps. */
  readonly #treatment: Gesture<Treatment>;
  readonly model: ModelSummary | null = $derived.by(() => {
    const models = this.models ?? [];
    return models.find(({ id }) => id === this.#preferences.value.model) ?? models[0] ?? null;
  });

  constructor(preferences: Preferences, project: Project) {
    this.#project = project;
    this.#preferences = preferences;
    this.#treatment = new Gesture<Treatment>({
      saved: () => project.selectedEdits,
      subject: () => project.selected?.id ?? '',
      save: (pairId, { referenceStrength, denoise }) =>
        project.edit({ name: 'set-treatment', pairId, treatment: { referenceStrength, denoise } }),
    });
    project.unsent.push(() => this.#treatment.commit());
  }

  get device(): DeviceChoice {
    return this.#preferences.value.device;
  }

  chooseModel(model: string): void {
    void this.#preferences.change({ model });
  }

  chooseDevice(device: DeviceChoice): void {
    void this.#preferences.change({ device });
  }

  treatmentOf(pairId: string): Treatment {
    return pairId === this.#project.selected?.id ? this.#treatment.value : editsOf(this.#project.document, pairId);
  }

  /** An edit of the project; many small ones in a row are one. */
  change(pairId: string, change: Partial<Treatment>): void {
    if (pairId === this.#project.selected?.id) this.#treatment.nudge({ ...this.#treatment.value, ...change });
  }

  mayUseReference({ tele, registration }: PairView): boolean {
    return tele !== null && registration?.verdict !== 'failed';
  }

  usesReference(view: PairView): boolean {
    return this.mayUseReference(view) && editsOf(this.#project.document, view.pair.id).useReference;
  }

  /** An edit of the project, which can be undone. */
  chooseReference(pairId: string, useReference: boolean): void {
    void this.#project.edit({ name: 'set-reference', pairId, useReference });
  }

  /** Whether the pair's result was made with what is chosen now. */
  isResult(view: PairView): boolean {
    const [made, chosen] = [view.enhancement?.choices, this.choicesFor(view)];
    if (made === undefined || chosen === null) return false;
    const names = Object.keys({ ...made, ...chosen }) as (keyof EnhanceChoices)[];
    return names.every((name) => JSON.stringify(made[name]) === JSON.stringify(chosen[name]));
  }

  /** Everything for the engine; null while there is no model. */
  choicesFor(view: PairView): EnhanceChoices | null {
    if (this.model === null) return null;
    const { referenceStrength, denoise } = this.treatmentOf(view.pair.id);
    const { crop, straighten } = editsOf(this.#project.document, view.pair.id);
    return {
      model: this.model.id,
      device: this.device,
      crop,
      useReference: this.usesReference(view),
      // What is usual is left out, so that a result made before there was a choice counts as the same.
      ...(this.#preferences.value.precision !== 'auto' && { precision: this.#preferences.value.precision }),
      ...(straighten !== 0 && { straighten }),
      ...(referenceStrength < 1 && { referenceStrength }),
      ...(denoise > 0 && { denoise }),
    };
  }
}
