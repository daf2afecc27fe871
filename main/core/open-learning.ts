import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { editsOf, telesInUse } from '#contract/project-document';
import { openAdaptations, type Adaptations } from './learning/adaptation/adaptations.ts';
import { createPersonalModels, type PersonalModels } from './models/personal-models.ts';
import type { Pictures } from './open-pictures.ts';
import type { Workspace } from './open-workspace.ts';
import { chooseDevice } from './runtime/execution-device.ts';

export interface Learning {
  readonly adaptations: Adaptations;
  readonly personal: PersonalModels;
  /** Tells where the machine's power comes from. */
  powerChanged(power: { isOnBattery: boolean }): void;
}

/** Learning holds while an enhancement wants the device, and on a battery that should last. */
export async function openLearning(
  workspace: Workspace,
  { models, modelFolders, registrations }: Pictures,
): Promise<Learning> {
  const { data, document, jobs, lanes, events, photos, settings, programFolder } = workspace;
  const personal = createPersonalModels({
    folder: data.models,
    isTaken: async (id) => (await models.list()).some((model) => model.id === id),
  });
  const adaptations = await openAdaptations({
    ...workspace,
    folder: data.adaptations,
    models,
    personal,
    environment: async () => ({
      modelFolders,
      device: (await chooseDevice(settings.read().device, { programFolder })).device,
      pixelLimit: workspace.pixelLimit(),
      programFolder,
      pyramidFolder: data.pyramids,
    }),
    pairsOf: async (pairId) => {
      const pair = photos.pairOf(pairId);
      const widePath = photos.pathOf(pair.wideId);
      const teles = telesInUse(editsOf(document(), pairId), pair);
      if (teles.length === 0) throw new AppError('invalid-request', say('learning.pair-without-tele'));
      return Promise.all(
        teles.map(async ({ id }) => ({
          widePath,
          telePath: photos.pathOf(id),
          registration: await registrations.read(pair, id),
        })),
      );
    },
    announce: (adaptationId) => events.emit('adaptation.changed', { adaptationId }),
  });

  let isOnBattery = false;
  function holdOrGoOn(): void {
    const savesPower = isOnBattery && !settings.read().adaptOnBattery;
    adaptations.hold(jobs.isBusy('gpu') ? 'photos' : savesPower ? 'power' : null);
  }
  lanes.on('changed', holdOrGoOn);
  events.on('settings.changed', holdOrGoOn);
  holdOrGoOn();
  return {
    adaptations,
    personal,
    powerChanged(power) {
      isOnBattery = power.isOnBattery;
      holdOrGoOn();
    },
  };
}
