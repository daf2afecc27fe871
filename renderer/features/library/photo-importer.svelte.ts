import { toWireError } from '#contract/errors';
import { isFinished } from '#contract/jobs';
import { inWords } from '../../words/spoken.ts';
import { addingWords } from './adding-words.ts';
import { openChooser } from '../../connection/files.ts';
import { uploadPhoto } from '../../connection/upload-photo.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import type { NoticeLine } from '../../state/notices.svelte.ts';
import { fileNameOf } from '../../state/look-up.ts';
import { acceptedPhotos, inOrder, isPhotoFile } from './photo-files.ts';

/** How far adding photos has come. */
export interface ImportProgress {
  label: string;
  fraction: number | null;
}

/** What is done with photos that were added, by their ids. */
type Then = (photoIds: readonly string[]) => Promise<void>;

/** Brings photos into the project: from a browser by upload to this machine's shell, on the desktop by path. */
export class PhotoImporter {
  readonly #app: AppState;
  readonly #pathOf: ((file: File) => string) | null;
  #copying = $state.raw<ImportProgress | null>(null);
  #jobId = $state<string | null>(null);
  #uploads: AbortController | null = null;

  readonly progress: ImportProgress | null = $derived.by(() => {
    if (this.#copying !== null) return this.#copying;
    const job = this.#jobId === null ? null : this.#app.jobs.get(this.#jobId);
    if (job === null || isFinished(job.state)) return null;
    const isRunning = job.state.name === 'running';
    return {
      label: isRunning ? inWords(job.state.progress.label) : addingWords.importing.reading,
      fraction: isRunning ? job.state.progress.fraction : null,
    };
  });

  constructor(app: AppState, pathOf: ((file: File) => string) | null) {
    this.#app = app;
    this.#pathOf = pathOf;
    app.link.connection.on('photos.added', ({ added, broken, passedOver, problems }) => {
      const { importing } = addingWords;
      const said = [
        ...(added > 0 ? [importing.added(added)] : []),
        ...(passedOver > 0 ? [importing.passedOver(passedOver)] : []),
      ];
      if (passedOver > 0) app.notices.calm(`${said.join('. ')}.`);
      else if (added > 0) app.notices.announce(said.join('. '));
      if (added === 0 && problems.length === 0)
        app.notices.problem(importing.noPhotos, [{ text: importing.noPhotosHint }]);
      if (broken > 0) app.notices.calm(importing.broken(broken));
      if (problems.length === 0) return;
      app.notices.problem(
        addingWords.importing.leftOut(problems.length),
        problems.map(({ path, error }) => ({ subject: fileNameOf(path), text: error.message })),
      );
    });
  }

  get isDesktop(): boolean {
    return this.#pathOf !== null;
  }

  /** Opens a dialog for photos or for folders of them, and adds what is chosen there. `then` is given their ids. */
  choose(kind: 'files' | 'folder', then?: Then): void {
    if (this.isDesktop) void this.#chooseOnDesktop(kind, then);
    else {
      const isFolder = kind === 'folder';
      openChooser({ multiple: true, webkitdirectory: isFolder, accept: isFolder ? '' : acceptedPhotos }, (files) => {
        if (files === null) return;
        void this.addFiles(isFolder ? inOrder(files.filter((file) => isPhotoFile(file.name))) : files, then);
      });
    }
  }

  async #chooseOnDesktop(kind: 'files' | 'folder', then?: Then): Promise<void> {
    try {
      const method = kind === 'folder' ? 'shell.choose-photo-folders' : 'shell.choose-photos';
      const { paths } = await this.#app.link.connection.call(method, {});
      if (paths.length > 0) await this.#add(paths, then);
    } catch (error) {
      this.#app.notices.failure(addingWords.importing.failed, error);
    }
  }

  async addFiles(files: readonly File[], then?: Then): Promise<void> {
    if (files.length === 0) {
      this.#app.notices.problem(addingWords.importing.noPhotos, [{ text: addingWords.importing.noPhotosHint }]);
      return;
    }
    try {
      const paths = this.#pathOf === null ? await this.#upload(files) : files.map(this.#pathOf);
      if (paths.length > 0) await this.#add(paths, then);
    } catch (error) {
      this.#app.notices.failure(addingWords.importing.failed, error);
    }
  }

  cancel(): void {
    this.#uploads?.abort();
    if (this.#jobId !== null)
      void this.#app.link.connection.call('jobs.cancel', { jobId: this.#jobId }).catch(() => null);
  }

  /** One after the other; a photo that does not arrive is named at the end and keeps no other from arriving. */
  async #upload(files: readonly File[]): Promise<string[]> {
    const uploads = new AbortController();
    this.#uploads = uploads;
    const paths: string[] = [];
    const failures: NoticeLine[] = [];
    try {
      for (const [index, file] of files.entries()) {
        const label = addingWords.importing.copying(index + 1, files.length);
        const report = (fraction: number): void => {
          this.#copying = { label, fraction: (index + fraction) / files.length };
        };
        report(0);
        try {
          paths.push(await uploadPhoto(file, uploads.signal, report));
        } catch (error) {
          if (uploads.signal.aborted) break;
          failures.push({
            subject: file.name,
            text: toWireError(error).message,
          });
        }
      }
    } finally {
      this.#copying = null;
      this.#uploads = null;
    }
    if (uploads.signal.aborted) {
      this.#app.notices.calm(addingWords.importing.cancelled);
      return [];
    }
    if (failures.length > 0) this.#app.notices.problem(addingWords.importing.leftOut(failures.length), failures);
    return paths;
  }

  async #add(paths: string[], then?: Then): Promise<void> {
    await this.addPaths(paths);
    const photos = this.#app.project.document.photos.filter(({ path, problem }) => paths.includes(path) && !problem);
    if (photos.length > 0) await then?.(photos.map(({ id }) => id));
  }

  /** Files and folders that lie on this machine. */
  async addPaths(paths: string[]): Promise<void> {
    await this.#follow(await this.#app.link.connection.call('photos.add', { paths }));
  }

  /** The two photos that come with the program. */
  async addSample(): Promise<void> {
    try {
      await this.#follow(await this.#app.link.connection.call('photos.add-sample', {}));
    } catch (error) {
      this.#app.notices.failure(addingWords.importing.failed, error);
    }
  }

  async #follow({ jobId }: { jobId: string }): Promise<void> {
    this.#jobId = jobId;
    const state = await this.#app.jobs.finished(jobId);
    if (state.name === 'failed')
      this.#app.notices.problem(addingWords.importing.failed, [{ text: state.error.message }]);
    if (state.name === 'cancelled') this.#app.notices.calm(addingWords.importing.cancelled);
  }
}
