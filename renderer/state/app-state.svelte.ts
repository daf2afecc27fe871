import { AppError } from '#contract/errors';
import type { DeviceReport, ModelSummary } from '#contract/models';
import { strings } from '../app/strings.ts';
import type { LastingConnection } from '../connection/keep-connected.ts';
import { EngineLink } from './engine-link.svelte.ts';
import { Jobs } from './jobs.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { Preferences } from './preferences.svelte.ts';
import { Project } from './project.svelte.ts';

/** What all parts of the page share. */
export class AppState {
  readonly link: EngineLink;
  readonly jobs = new Jobs();
  readonly notices = new Notices();
  readonly project: Project;
  readonly preferences: Preferences;
  models = $state.raw<readonly ModelSummary[] | null>(null);
  /** Null while they are being tried. */
  devices = $state.raw<readonly DeviceReport[] | null>(null);

  constructor(connection: LastingConnection) {
    this.project = new Project(connection, this.notices);
    this.preferences = new Preferences(connection, this.notices);
    connection.on('job.changed', (job) => this.jobs.hear(job));
    this.link = new EngineLink(
      connection,
      () => void this.#load(connection),
      () => this.jobs.failAll({ code: 'engine-stopped', message: strings.engine.stoppedJob }),
    );
  }

  /** An engine that is still away says so by `engine.changed`, and loading begins again when it is back. */
  async #load(connection: LastingConnection): Promise<void> {
    const loaded = await Promise.allSettled([
      this.preferences.load(),
      this.project.load(),
      connection.call('jobs.list', {}).then((jobs) => {
        for (const job of jobs) this.jobs.hear(job);
      }),
      connection.call('models.list', {}).then((models) => {
        this.models = models;
      }),
      connection.call('devices.list', {}).then((devices) => {
        this.devices = devices;
      }),
    ]);
    for (const part of loaded) {
      if (part.status === 'rejected' && !isAway(part.reason)) this.notices.failure(strings.errors.load, part.reason);
    }
  }
}

function isAway(error: unknown): boolean {
  return error instanceof AppError && error.code === 'engine-stopped';
}
