import type { ParamsOf } from '#contract/api';
import { defaultLibraryView } from '#contract/library';
import { emptyProject } from '#contract/project-document';
import { emptyHistory } from '#contract/project-history';
import { defaultSettings } from '#contract/settings';
import { createEmitter, type Emitter } from '#core/emitter';
import type { Core, EngineEvents } from '#core/core';
import type { JobJournal } from '#core/ground/waiting/job-journal';
import { createJobQueue } from '#core/ground/waiting/job-queue';

/**
 * A core with real jobs and no pictures. An enhancement with the model `endless` runs until it is cancelled, `crash` ends the
 * process as a driver does, any other succeeds. Reading the pair `silent` is never
 * answered. `models.list` tells the process id, so that a new engine can be told from an old one.
 */
export function createFakeCore(
  journal: JobJournal = { interrupted: [], write: () => undefined },
): Core & { calls: string[]; emit: Emitter<EngineEvents>['emit'] } {
  const { emit, on } = createEmitter<EngineEvents>();
  const calls: string[] = [];
  const jobs = createJobQueue({
    announce: (job) => emit('job.changed', job),
    journal,
    logFault: () => undefined,
  });

  function startEnhancement({ pairId, choices }: ParamsOf<'enhancement.start'>): string {
    return jobs.start({
      kind: 'enhancement',
      subject: pairId,
      lane: 'gpu',
      work: async ({ signal, report }) => {
        report(0.5, { raw: 'Halfway' });
        if (choices.model === 'crash') process.kill(process.pid, 'SIGKILL');
        if (choices.model === 'endless') await untilAborted(signal);
      },
    });
  }

  const started = (
    kind: 'import' | 'pairing' | 'export' | 'registration' | 'comparison',
    subject: string,
  ): { jobId: string } => ({
    jobId: jobs.start({ kind, subject, lane: 'cpu', work: async () => undefined }),
  });

  return {
    calls,
    emit,
    on,
    call: {
      'project.read': async () => ({ ...emptyProject, revision: 0 }),
      'project.edit': async () => null,
      'export.describe': async () => ({ width: 2, height: 2, depth: 8, profile: 'sRGB', bytes: 12 }),
      'project.undo': async () => null,
      'project.redo': async () => null,
      'library.read': async () => ({ photos: [], statuses: [], next: null }),
      'library.show-thumbnails': async () => [],
      'library.view': async () => defaultLibraryView,
      'library.keep-view': async () => null,
      'project.history': async () => emptyHistory,
      'project.open': async () => null,
      'project.save-copy': async () => null,
      'photos.add-sample': async () => ({ jobId: 'sample' }),
      'photos.add': async ({ paths }) => {
        calls.push(`photos.add ${paths.join(' ')}`);
        return started('import', paths.join(' '));
      },
      'photos.find-pairs': async () => started('pairing', 'all'),
      'pair.read': async ({ pairId }) => {
        if (pairId === 'silent') await new Promise(() => undefined);
        throw new Error('a secret path: /home/me');
      },
      'registration.start': async ({ pairId }) => started('registration', pairId),
      'registration.refine': async ({ pairId }) => started('registration', pairId),
      'enhancement.start': async (params) => ({ jobId: startEnhancement(params) }),
      'preview.show': async () => {
        throw new Error('Expected a core with pictures');
      },
      'preview.warm': async () => null,
      'preview.cancel': async () => null,
      'enhancement.estimate': async () => ({ milliseconds: null }),
      'comparison.start': async ({ pairId }) => started('comparison', pairId),
      'gain.save': async () => null,
      'truth.choose': async ({ path }) => {
        calls.push(`truth.choose ${path}`);
        return null;
      },
      'picture.read-pixel': async () => ({ values: [0, 0, 0], depth: 8, profile: 'sRGB' }),
      'export.start': async ({ path }) => {
        calls.push(`export.start ${path}`);
        return started('export', path);
      },
      'jobs.list': async () => jobs.list(),
      'jobs.cancel': async ({ jobId }) => {
        jobs.cancel(jobId);
        return null;
      },
      'models.list': async () => [
        {
          id: 'fake',
          name: String(process.pid),
          configuration: 'fast',
          variation: null,
          graphVersion: 1,
          parameters: 0,
          description: [],
          sha256: '',
          isPersonal: false,
          isOutdated: false,
        },
      ],
      'models.card': unused,
      'models.rename': unused,
      'models.remove': unused,
      'models.export': async ({ path }) => {
        calls.push(`models.export ${path}`);
        return null;
      },
      'models.import': async ({ path }) => {
        calls.push(`models.import ${path}`);
        return { modelId: 'imported' };
      },
      'batch.list': async () => [],
      'batch.start': async ({ outputFolder }) => {
        calls.push(`batch.start ${outputFolder}`);
        return { batchId: 'b' };
      },
      'batch.pause': unused,
      'batch.resume': unused,
      'batch.cancel': unused,
      'batch.retry': unused,
      'batch.move': unused,
      'batch.forget': unused,
      'batch.presets': async () => ({}),
      'batch.save-preset': unused,
      'adaptation.list': async () => [],
      'adaptation.read': unused,
      'adaptation.start': unused,
      'adaptation.pause': unused,
      'adaptation.resume': unused,
      'adaptation.remove': unused,
      'adaptation.adopt': unused,
      'power.report': async ({ isOnBattery }) => {
        calls.push(`power.report ${isOnBattery}`);
        return null;
      },
      'devices.list': async () => [],
      'damages.list': async () => [],
      'settings.read': async () => defaultSettings,
      'settings.change': async ({ change }) => ({ ...defaultSettings, ...change }) as typeof defaultSettings,
    },
    close: () => jobs.close(),
  };
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
}

async function unused(): Promise<never> {
  throw new Error('Expected a core that learns');
}
