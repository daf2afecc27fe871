import { AppError, toWireError } from '#contract/errors';
import type { Said } from '#contract/messages';

export interface NoticeLine {
  /** What it is about, such as a file's name. */
  subject?: string;
  text: Said | string;
}

export interface Notice {
  readonly id: number;
  readonly tone: 'calm' | 'problem';
  readonly title: string;
  readonly lines: readonly NoticeLine[];
}

const calmForMs = 5000;

/** Short messages. Problems stay until they are dismissed, or until something else is looked at. */
export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  /** What a screen reader is told in passing. */
  announcement = $state('');
  #lastId = 0;

  calm(title: string): void {
    const id = this.#add('calm', title, []);
    setTimeout(() => this.dismiss(id), calmForMs);
  }

  problem(title: string, lines: readonly NoticeLine[]): void {
    this.#add('problem', title, lines);
  }

  /** Shows why something failed; a cancelled call is no failure. */
  failure(title: string, error: unknown): void {
    if (error instanceof AppError && error.code === 'cancelled') return;
    this.problem(title, [{ text: toWireError(error).message }]);
  }

  announce(text: string): void {
    this.announcement = text;
  }

  /** Something else is looked at: what was wrong before is no longer in the way. */
  leave(): void {
    this.list = this.list.filter(({ tone }) => tone === 'calm');
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  #add(tone: Notice['tone'], title: string, lines: readonly NoticeLine[]): number {
    const id = ++this.#lastId;
    const others = this.list.filter((notice) => notice.title !== title);
    this.list = [...others, { id, tone, title, lines }].slice(-2);
    return id;
  }
}
