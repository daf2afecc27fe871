import { say } from '#contract/messages';
import { AppError } from '#contract/errors';
import type { DeviceReport } from '#contract/models';
import { Commands } from '../commands/commands.svelte.ts';
import type { LastingConnection } from '../connection/keep-connected.ts';
import { general } from '../words/general.ts';
import { EnhanceChoiceStore } from './enhance-choices.svelte.ts';
import { EngineLink } from './engine-link.svelte.ts';
import { GrowingPictures } from './growing-pictures.svelte.ts';
import { Jobs } from './jobs.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { Preferences } from './preferences.svelte.ts';
import { Project } from './project.svelte.ts';

/** What all parts of the page share. */
export class AppState {
  readonly link: EngineLink;
  readonly commands = new Commands();
  readonly jobs = new Jobs();
  readonly growing: GrowingPictures;
  readonly notices = new Notices();
  readonly project: Project;
  readonly preferences: Preferences;
  readonly choices: EnhanceChoiceStore;
  /** Null while they are being tried. */
  devices = $state.raw<readonly DeviceReport[] | null>(null);

  constructor(connection: LastingConnection) {
    this.project = new Project(connection, this.notices);
    this.growing = new GrowingPictures(connection, this.jobs);
    this.preferences = new Preferences(connection, this.notices);
    this.choices = new EnhanceChoiceStore(this.preferences, this.project);
    connection.on('job.changed', (job) => this.jobs.hear(job));
    connection.on('export.told', ({ losses }) =>
      this.notices.problem(
        general.savedWithout,
        losses.map((text) => ({ text })),
      ),
    );
    connection.on('models.changed', (models) => {
      this.choices.models = models;
    });
    this.link = new EngineLink(
      connection,
      () => void this.#load(connection),
      () => this.jobs.failAll({ code: 'engine-stopped', message: say('program.engine-restarted') }),
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
      connection.call('damages.list', {}).then((damages) => {
        if (damages.length > 0)
          this.notices.problem(
            general.errors.damaged,
            damages.map((text) => ({ text })),
          );
      }),
      connection.call('models.list', {}).then((models) => {
        this.choices.models = models;
      }),
      connection.call('devices.list', {}).then((devices) => {
        this.devices = devices;
      }),
    ]);
    for (const part of loaded) {
      if (part.status === 'rejected' && !isAway(part.reason)) this.notices.failure(general.errors.load, part.reason);
    }
  }
}

function isAway(error: unknown): boolean {
  return error instanceof AppError && error.code === 'engine-stopped';
}
