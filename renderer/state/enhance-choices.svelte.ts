import { chooseScale } from '#contract/choose-scale';
import type { EnhanceChoices, OutputScale } from '#contract/enhancement';
import type { Size } from '#contract/geometry';
import type { DeviceChoice, ModelSummary } from '#contract/models';
import type { OpenedTele, PairView } from '#contract/api';
import { cameraName } from '#contract/photos';
import { editsOf } from '#contract/project-document';
import type { Adjustments } from '#contract/project-edits';
import { Gesture } from './gesture.svelte.ts';
import type { Preferences } from './preferences.svelte.ts';
import type { Project } from './project.svelte.ts';

/** What a person chose for enhancing: seen and changed from the panel and from the preview alike. */
export class EnhanceChoiceStore {
  models = $state.raw<readonly ModelSummary[] | null>(null);
  readonly #preferences: Preferences;
  readonly #project: Project;
  /** Of the pair that is looked at: sliders move in many small steps. */
  readonly #adjustments: Gesture<Adjustments>;
  /** Who took the photo that is looked at; null where nothing says so. */
  readonly camera: string | null = $derived.by(() => {
    const view = this.#project.selectedView;
    return view === null ? null : cameraName(view.wide.summary.camera);
  });
  /** For the photo that is looked at. */
  readonly model: ModelSummary | null = $derived.by(() => this.modelFor(this.camera));

  constructor(preferences: Preferences, project: Project) {
    this.#project = project;
    this.#preferences = preferences;
    this.#adjustments = new Gesture<Adjustments>({
      saved: () => project.selectedEdits,
      subject: () => project.selected?.id ?? '',
      save: (pairId, { scale, referenceStrength, denoise }) =>
        project.edit({ name: 'set-treatment', pairId, treatment: { scale, referenceStrength, denoise } }),
    });
    project.unsent.push(() => this.#adjustments.commit());
  }

  get device(): DeviceChoice {
    return this.#preferences.value.device;
  }

  /** What was chosen for a camera, was learned from it, or is for all; what another camera taught is for none but that. */
  modelFor(camera: string | null): ModelSummary | null {
    const models = this.models ?? [];
    const { model } = this.#preferences.value;
    const known = (id: string | undefined): ModelSummary | undefined => models.find((one) => one.id === id);
    const usual = known(model);
    if (camera === null) return usual ?? models[0] ?? null;
    const forAll = usual?.camera === undefined ? usual : undefined;
    return this.ownModelOf(camera) ?? forAll ?? models[0] ?? null;
  }

  /** What was chosen for a camera, else what it was learned from; null where it has none of its own. */
  ownModelOf(camera: string): ModelSummary | null {
    const models = this.models ?? [];
    const chosen = this.#preferences.value.cameraModels[camera];
    const learned = models.findLast((one) => one.camera === camera && !one.isOutdated);
    return models.find(({ id }) => id === chosen) ?? learned ?? null;
  }

  /** Whether it is used: for photos of the camera that it learned, or for the one that is looked at. */
  isUsed({ id, camera }: Pick<ModelSummary, 'id' | 'camera'>): boolean {
    return this.modelFor(camera ?? this.camera)?.id === id;
  }

  /** From now on for photos of a camera where that has a model of its own; for all others where none has. */
  async use(id: string, camera: string | null): Promise<void> {
    const { cameraModels } = this.#preferences.value;
    const models = this.models ?? [];
    const isParticular = models.some((one) => one.camera !== undefined && (one.id === id || one.camera === camera));
    await this.#preferences.change(
      camera !== null && isParticular ? { cameraModels: { ...cameraModels, [camera]: id } } : { model: id },
    );
  }

  chooseModel(id: string): void {
    void this.use(id, this.camera);
  }

  chooseDevice(device: DeviceChoice): void {
    void this.#preferences.change({ device });
  }

  adjustmentsOf(pairId: string): Adjustments {
    return pairId === this.#project.selected?.id ? this.#adjustments.value : editsOf(this.#project.document, pairId);
  }

  /** An edit of the project; many small ones in a row are one. */
  change(pairId: string, change: Partial<Adjustments>): void {
    if (pairId === this.#project.selected?.id) this.#adjustments.nudge({ ...this.#adjustments.value, ...change });
  }

  /** The telephotos that are not switched off, as far as they fit or were not looked for yet. */
  telesOf(view: PairView): readonly OpenedTele[] {
    const { telesOff } = editsOf(this.#project.document, view.pair.id);
    return view.teles.filter(
      ({ summary, registration }) => registration?.verdict !== 'failed' && !telesOff.includes(summary.id),
    );
  }

  /** Whether all of those were looked for. */
  isMatched(view: PairView): boolean {
    return this.telesOf(view).every(({ registration }) => registration !== null);
  }

  mayUseReference(view: PairView): boolean {
    return this.telesOf(view).length > 0;
  }

  usesReference(view: PairView): boolean {
    return this.mayUseReference(view) && editsOf(this.#project.document, view.pair.id).useReference;
  }

  /** How many times as wide and high as the crop the result will be. */
  scaleOf(view: PairView, crop: Size): OutputScale {
    const zooms = this.usesReference(view) ? this.telesOf(view).map(({ registration }) => registration?.zoom ?? 1) : [];
    return chooseScale(this.adjustmentsOf(view.pair.id).scale, {
      finest: zooms.length === 0 ? null : Math.max(...zooms),
      crop,
      pixelLimit: this.#preferences.value.pixelLimitMegapixels * 1e6,
    });
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
    const model = this.modelFor(cameraName(view.wide.summary.camera));
    if (model === null) return null;
    const { scale, referenceStrength, denoise } = this.adjustmentsOf(view.pair.id);
    const { crop, straighten } = editsOf(this.#project.document, view.pair.id);
    return {
      model: model.id,
      device: this.device,
      crop,
      useReference: this.usesReference(view),
      // What is usual is left out, so that a result made before there was a choice counts as the same.
      ...(this.#preferences.value.precision !== 'auto' && { precision: this.#preferences.value.precision }),
      ...(scale !== 2 && { scale }),
      ...(straighten !== 0 && { straighten }),
      ...(referenceStrength < 1 && { referenceStrength }),
      ...(denoise > 0 && { denoise }),
    };
  }
}
