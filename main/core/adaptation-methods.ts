import type { ModelSummary } from '#contract/models';
import type { MethodTable } from '#core/core';
import type { ModelRegistry } from '#core/models/model-registry';
import type { PersonalModels } from '#core/models/personal-models';
import type { SettingsStore } from '#core/workspace/settings-store';
import type { Adaptations } from '#core/learning/adaptation/adaptations';

type AdaptationMethod = Extract<keyof MethodTable, `adaptation.${string}`>;
type PersonalModelMethod = 'models.card' | 'models.rename' | 'models.remove' | 'models.export' | 'models.import';

/** What can be asked of adaptations and of the models that they become. `changed` is told of the models there are then. */
export function adaptationMethods(options: {
  adaptations: Adaptations;
  personal: PersonalModels;
  models: ModelRegistry;
  settings: SettingsStore;
  /** Files that are never written to. */
  originals: () => readonly string[];
  changed: (models: ModelSummary[]) => void;
}): Pick<MethodTable, AdaptationMethod | PersonalModelMethod> {
  const { adaptations, personal, models, settings } = options;
  const tellOfModels = async (): Promise<void> => options.changed(await models.list());
  return {
    'adaptation.list': async () => adaptations.list(),
    'adaptation.read': ({ adaptationId }) => adaptations.read(adaptationId),
    'adaptation.start': async ({ choices }) => ({ adaptationId: await adaptations.start(choices) }),
    'adaptation.pause': async ({ adaptationId }) => {
      await adaptations.pause(adaptationId);
      return null;
    },
    'adaptation.resume': async ({ adaptationId }) => {
      await adaptations.resume(adaptationId);
      return null;
    },
    'adaptation.remove': async ({ adaptationId }) => {
      await adaptations.remove(adaptationId);
      return null;
    },
    'adaptation.adopt': async ({ adaptationId, despiteJudgement }) => {
      const modelId = await adaptations.adopt(adaptationId, { despiteJudgement });
      await tellOfModels();
      return { modelId };
    },
    'models.card': ({ modelId }) => personal.card(modelId),
    'models.rename': async ({ modelId, name }) => {
      await personal.rename(modelId, name);
      await tellOfModels();
      return null;
    },
    'models.remove': async ({ modelId }) => {
      const { base } = await personal.card(modelId);
      if (settings.read().model === modelId) await settings.change({ model: base.id });
      await personal.remove(modelId);
      await tellOfModels();
      return null;
    },
    'models.export': async ({ modelId, path }) => {
      await personal.exportTo(modelId, path, options.originals());
      return null;
    },
    'models.import': async ({ path }) => {
      const modelId = await personal.importFrom(path);
      await tellOfModels();
      return { modelId };
    },
  };
}
