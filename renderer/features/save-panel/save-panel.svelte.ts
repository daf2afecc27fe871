import type { PairView } from '#contract/api';
import {
  fileEnding,
  type ExportFormat,
  type ExportSettings,
  type FileFacts,
  type ProvenancePlace,
} from '#contract/export-settings';
import { isFinished, type JobState } from '#contract/jobs';
import { words } from './words.ts';
import { general } from '../../words/general.ts';
import { downloadFile } from '../../connection/files.ts';
import type { Finish } from '../../finish/size-choice.ts';
import type { AppState } from '../../state/app-state.svelte.ts';

/** After a slider moved. */
const restMs = 250;

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
  /** How the file is finished. */
  finish = $state<Finish>({ format: 'jpeg', size: { kind: 'double' }, profile: 'keep', bitDepth: 'keep' });
  quality = $state(92);
  #provenance = $state<ProvenancePlace>('none');
  #keepGps = $state<boolean | null>(null);
  #begun = $state.raw<Begun | null>(null);
  #isChoosing = $state(false);

  readonly format: ExportFormat = $derived(this.finish.format);
  readonly isLossy: boolean = $derived(['jpeg', 'webp', 'avif'].includes(this.format));
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
  readonly settings: ExportSettings = $derived.by(() => {
    const { quality, keepGps, provenance } = this;
    return { ...$state.snapshot(this.finish), quality, keepGps, provenance };
  });
  /** What would be written; null while that is not known. */
  facts = $state.raw<FileFacts | null>(null);
  /** At which it is printed. */
  pixelsPerInch = $state(300);
  readonly suggestedName: string = $derived(nameFor(this.#pair.wide.summary.name, this.format));

  constructor(app: AppState, view: () => PairView) {
    this.#app = app;
    this.#view = view;
    $effect(() => {
      const [enhancementKey, settings] = [this.#pair.enhancement?.key, this.settings];
      if (enhancementKey === undefined || app.link.status !== 'ready') return;
      let isOld = false;
      const timer = setTimeout(() => {
        void app.link.connection.call('export.describe', { enhancementKey, settings }).then(
          (facts) => {
            if (!isOld) this.facts = facts;
          },
          () => undefined, // What cannot be told keeps nobody from saving.
        );
      }, restMs);
      return () => {
        isOld = true;
        clearTimeout(timer);
      };
    });
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
    const { settings, provenance } = this;
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
