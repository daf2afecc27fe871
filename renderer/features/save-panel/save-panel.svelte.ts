import type { PairView } from '#contract/api';
import { fileEnding, type ExportFormat, type ProvenancePlace } from '#contract/export-settings';
import { isFinished, type JobState } from '#contract/jobs';
import { words } from './words.ts';
import { general } from '../../words/general.ts';
import { downloadFile } from '../../connection/files.ts';
import type { AppState } from '../../state/app-state.svelte.ts';

/** An export that was begun for one enhancement. */
interface Begun {
  key: string;
  jobId: string;
  path: string;
  downloadUrl: string | null;
}

/** How the result is written, and the writing itself. */
export class SavePanel {
  readonly #app: AppState;
  readonly #view: () => PairView;
  readonly #pair: PairView = $derived.by(() => this.#view());
  format = $state<ExportFormat>('jpeg');
  quality = $state(92);
  #provenance = $state<ProvenancePlace>('none');
  #keepGps = $state<boolean | null>(null);
  #begun = $state.raw<Begun | null>(null);
  #isChoosing = $state(false);

  readonly isLossy: boolean = $derived(this.format === 'jpeg' || this.format === 'webp' || this.format === 'avif');
  readonly hasGps: boolean = $derived(this.#pair.wide.summary.hasGps);
  readonly keepGps: boolean = $derived.by(() => this.hasGps && (this.#keepGps ?? this.#app.preferences.value.keepGps));
  /** Whether there is a map of where detail came from: without a telephoto all of it is upscaled. */
  readonly hasProvenance: boolean = $derived(this.#pair.enhancement?.report.reference.used === true);
  readonly provenance: ProvenancePlace = $derived(this.hasProvenance ? this.#provenance : 'none');
  /** The export of what is looked at now. */
  readonly begun: Begun | null = $derived(this.#begun?.key === this.#pair.enhancement?.key ? this.#begun : null);
  readonly state: JobState | null = $derived.by(() => {
    if (this.begun === null) return null;
    return this.#app.jobs.get(this.begun.jobId)?.state ?? { name: 'queued' };
  });
  readonly isRunning: boolean = $derived(this.state !== null && !isFinished(this.state));
  readonly canStart: boolean = $derived.by(
    () => this.#app.link.status === 'ready' && this.#pair.enhancement !== null && !this.isRunning && !this.#isChoosing,
  );
  readonly isWeb: boolean = $derived.by(() => this.#app.link.shell?.kind === 'web');
  readonly suggestedName: string = $derived(nameFor(this.#pair.wide.summary.name, this.format));

  constructor(app: AppState, view: () => PairView) {
    this.#app = app;
    this.#view = view;
  }

  chooseGps(keepGps: boolean): void {
    this.#keepGps = keepGps;
  }

  chooseProvenance(place: ProvenancePlace): void {
    this.#provenance = place;
  }

  async start(): Promise<void> {
    const key = this.#pair.enhancement?.key;
    if (!this.canStart || key === undefined) return;
    const { format, quality, keepGps, provenance } = this;
    const settings = { format, quality, keepGps, provenance };
    this.#isChoosing = true;
    try {
      const { connection } = this.#app.link;
      const { path, downloadUrl } = await connection.call('shell.choose-save-path', {
        suggestedName: this.suggestedName,
      });
      if (path === null) return;
      const { jobId } = await connection.call('export.start', { enhancementKey: key, path, settings });
      this.#begun = { key, jobId, path, downloadUrl };
      this.#isChoosing = false;
      await this.#follow(jobId, path, downloadUrl === null ? [] : downloadsOf(downloadUrl, provenance));
    } catch (error) {
      this.#app.notices.failure(words.failed, error);
    } finally {
      this.#isChoosing = false;
    }
  }

  async cancel(): Promise<void> {
    if (this.begun === null) return;
    try {
      await this.#app.link.connection.call('jobs.cancel', { jobId: this.begun.jobId });
    } catch (error) {
      this.#app.notices.failure(general.cancel, error);
    }
  }

  async #follow(jobId: string, path: string, downloads: readonly string[]): Promise<void> {
    const end = await this.#app.jobs.finished(jobId);
    if (end.name !== 'succeeded') return;
    downloads.forEach(downloadFile);
    this.#app.notices.announce(downloads.length === 0 ? words.savedAs(path) : words.saved);
  }
}

/** `IMG_1.HEIC` becomes `IMG_1-telewide.jpg`. */
function nameFor(wideName: string, format: ExportFormat): string {
  const stem = wideName.replace(/\.[^.]*$/, '').slice(0, 160);
  return `${stem === '' ? 'photo' : stem}-telewide.${fileEnding[format]}`;
}

/** The photo, and the map that lies beside it. */
function downloadsOf(photo: string, provenance: ProvenancePlace): string[] {
  return provenance === 'side-file' ? [photo, photo.replace(/\.[^./]+$/, '.provenance.png')] : [photo];
}
