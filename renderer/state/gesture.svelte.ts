const pauseMs = 500;

/**
 * One change that is made in many small steps: a drag, a slider, an arrow key held. Shown at once, saved once, as one step of
 * undo: begin by the first preview, then commit or abandon.
 */
export class Gesture<Value> {
  readonly #saved: () => Value;
  readonly #subject: () => string;
  readonly #save: (subject: string, value: Value) => Promise<unknown>;
  #preview = $state.raw<{ subject: string; value: Value } | null>(null);
  #pause: ReturnType<typeof setTimeout> | undefined;

  /** What to show: the preview while there is one. */
  readonly value: Value = $derived.by(() => {
    const preview = this.#preview;
    return preview?.subject === this.#subject() ? preview.value : this.#saved();
  });

  /** `subject` is what is changed, such as a pair; a preview of another one is not shown. */
  constructor(options: {
    saved: () => Value;
    subject: () => string;
    save: (subject: string, value: Value) => Promise<unknown>;
  }) {
    this.#saved = options.saved;
    this.#subject = options.subject;
    this.#save = options.save;
  }

  preview(value: Value): void {
    clearTimeout(this.#pause);
    this.#preview = { subject: this.#subject(), value };
  }

  /** A small step by a key: saved when no other follows for a moment. */
  nudge(value: Value): void {
    this.preview(value);
    this.#pause = setTimeout(() => void this.commit(), pauseMs);
  }

  /** Saves the preview; it stays in sight until that is done. */
  async commit(): Promise<void> {
    clearTimeout(this.#pause);
    const preview = this.#preview;
    if (preview === null) return;
    await this.#save(preview.subject, preview.value);
    if (this.#preview === preview) this.#preview = null;
  }

  /** Sets a value in one go. */
  async set(value: Value): Promise<void> {
    this.preview(value);
    await this.commit();
  }

  abandon(): void {
    clearTimeout(this.#pause);
    this.#preview = null;
  }
}
