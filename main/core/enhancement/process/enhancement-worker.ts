import { AppError, toWireError } from '#contract/errors';
import { enhancePair } from '#core/enhancement/enhance-pair';
import { createDeviceTurns } from '#core/enhancement/inference/device-turns';
import { createModelRegistry, type LoadedModel } from '#core/models/model-registry';
import { createSpotPreviewer } from '#core/enhancement/preview/spot-previewer';
import { openModelSession } from '#core/runtime/model-session';
import type { EnhancementQuestion, EnhancementReply, EnhancementWork, WorkName } from './enhancement-requests.ts';
import { createPairHolder } from './pair-holder.ts';

/**
 * A program of its own: enhances photos and previews spots for the process that started it with the folders of the models as
 * arguments. A tile keeps its thread busy for a good part of a second and a driver may end it, which is why it is a process.
 */
const models = createModelRegistry({ folders: process.argv.slice(2) });
const loaded = new Map<string, Promise<LoadedModel>>();
const turns = createDeviceTurns();
const previewer = createSpotPreviewer({ openSession: sessionsThatTakeTurns(true) });
const holder = createPairHolder({ openSession: sessionsThatTakeTurns(false) });
const running = new Map<number, AbortController>();

process.on('message', (question: EnhancementQuestion) => {
  if (question.name === 'cancel') running.get(question.id)?.abort();
  else void answer(question);
});
process.on('disconnect', () => process.exit());

type Asked = Exclude<EnhancementQuestion, { name: 'cancel' }>;

async function answer(question: Asked): Promise<void> {
  const { id } = question;
  const controller = new AbortController();
  running.set(id, controller);
  try {
    send({ id, result: await work(question, controller.signal) });
  } catch (error) {
    const fault = error instanceof AppError || controller.signal.aborted ? null : stackOf(error);
    send({ id, error: controller.signal.aborted ? cancelled : toWireError(error), fault });
  } finally {
    running.delete(id);
  }
}

const cancelled = { code: 'cancelled', message: 'Cancelled' } as const;

async function work(question: Asked, signal: AbortSignal): Promise<EnhancementWork[WorkName]['result']> {
  const report = (fraction: number, label: string): void => send({ id: question.id, progress: { fraction, label } });
  switch (question.name) {
    case 'enhance': {
      const model = await modelFor(question.request.choices.model);
      const openSession = sessionsThatTakeTurns(false);
      return enhancePair({ ...question.request, model, signal, report, openSession });
    }
    case 'preview':
      return previewer.preview({
        ...question.request,
        model: await modelFor(question.request.choices.model),
        signal,
      });
    case 'warm':
      await previewer.warm({ ...question.request, model: await modelFor(question.request.choices.model), signal });
      return null;
    case 'open-pair':
      return holder.open(question.request, { signal, report });
    case 'enhance-held':
      return holder.enhance(question.request, { signal, report });
    case 'write-picture':
      return holder.write(question.request, { signal });
  }
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
    return { ...session, run: (feeds) => turns.take({ isUrgent }, () => session.run(feeds)) };
  };
}

function send(reply: EnhancementReply): void {
  // A parent that died in between is told by `disconnect`, not here.
  if (process.connected) process.send?.(reply, undefined, undefined, () => undefined);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
