import { rmSync } from 'node:fs';
import type { Homography } from '#contract/geometry';
import { enhancePair, type EnhancePairOptions } from '#core/enhancement/enhance-pair';
import type { ShowPart } from '#core/enhancement/inference/enhance-photo';
import { createSpotPreviewer, type SpotRequest } from '#core/enhancement/preview/spot-previewer';
import { serveProgram } from '#core/ground/programs/serve-program';
import type { Asked } from '#core/ground/programs/work';
import type { Report } from '#core/ground/waiting/progress';
import { createSemaphore } from '#core/ground/waiting/semaphore';
import { createModelRegistry, type LoadedModel } from '#core/models/model-registry';
import { createScratchImage } from '#core/photos/scratch/scratch-image';
import { openModelSession } from '#core/runtime/model-session';
import { createHeldPair, type HeldRequest, type OpenRequest, type PictureRequest } from './held-pair.ts';

/**
 * A program of its own: enhances photos and previews spots for the process that started it with the folders of the models as
 * arguments. A tile keeps its thread busy for a good part of a second and a driver may end it, which is why it is a process.
 */
const models = createModelRegistry({ folders: process.argv.slice(2) });
const loaded = new Map<string, Promise<LoadedModel>>();
const deviceLock = createSemaphore(1);
const previewer = createSpotPreviewer({ openSession: sessionsThatTakeTurns(true) });
const heldPair = createHeldPair({ openSession: sessionsThatTakeTurns(false) });

/** What survives on the way to another process. The model is named there, and loaded by the process itself. */
type Sendable<Options> = Omit<Options, 'model' | 'signal' | 'report' | 'show' | 'openSession'>;
type Reporting = Asked<Parameters<Report>>;

const work = {
  /** If it is shown, each part that is done is written beside the result, for who asked to take away. */
  enhance: async (
    request: Sendable<EnhancePairOptions> & { isShown: boolean },
    asked: Asked<Parameters<Report> | WrittenPart>,
  ) =>
    enhancePair({
      ...request,
      model: await modelFor(request.choices.model),
      openSession: sessionsThatTakeTurns(false),
      findsBestPlaces: true,
      ...contextOf(asked),
      show: request.isShown ? showBeside(request.scratchPath, asked.tell) : undefined,
    }),
  preview: async (request: Sendable<SpotRequest>, { signal }: Asked) =>
    previewer.preview({ ...request, model: await modelFor(request.choices.model), signal }),
  warm: async (request: Sendable<Omit<SpotRequest, 'point' | 'scratchPath'>>, { signal }: Asked) =>
    previewer.warm({ ...request, model: await modelFor(request.choices.model), signal }),
  /** The steps of a pair whose turn at the device others decide; the model comes with the question. */
  'open-pair': (request: OpenRequest, asked: Reporting) => heldPair.open(request, contextOf(asked)),
  'enhance-held': (request: HeldRequest, asked: Reporting) => heldPair.enhance(request, contextOf(asked)),
  'write-picture': (request: PictureRequest, { signal }: Asked) => heldPair.write(request, { signal }),
};
export type EnhancementWork = typeof work;

serveProgram(work);

/** A part of a result, in a scratch image of its own. */
export interface WrittenPart {
  path: string;
  /** Its pixels to those of the upright wide photo. */
  toWide: Homography;
}

/** A part that cannot be written is not shown; the result itself says what is wrong with the disk. */
function showBeside(scratchPath: string, tell: (part: WrittenPart) => void): ShowPart {
  let count = 0;
  return (part, toWide) => {
    count += 1;
    const path = `${scratchPath}.part-${count}.tif`;
    try {
      const file = createScratchImage(path, part);
      file.writeRows(part.data);
      file.finish();
      tell({ path, toWide });
    } catch {
      rmSync(path, { force: true });
    }
  };
}

function contextOf({ signal, tell }: Reporting): { signal: AbortSignal; report: Report } {
  return { signal, report: (...progress) => tell(progress) };
}

/** Loaded anew when that failed; a model's file does not change while it is used. */
function modelFor(id: string): Promise<LoadedModel> {
  const model = loaded.get(id) ?? models.load(id);
  loaded.set(id, model);
  model.catch(() => loaded.delete(id));
  return model;
}

/** A preview never runs beside a tile of an enhancement, but before the next one. */
function sessionsThatTakeTurns(isUrgent: boolean): typeof openModelSession {
  return async (bytes, device) => {
    const session = await openModelSession(bytes, device);
    return {
      ...session,
      async run(feeds) {
        const leave = await deviceLock.take({ isUrgent });
        return session.run(feeds).finally(leave);
      },
    };
  };
}
