import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { commandIds, commandList, type CommandId } from './command-list.ts';
import { isPressOf } from './key-names.ts';

/** How a command is done by the part of the page that offers it. */
export interface CommandOffer {
  run(): void;
  /** For a command that lasts as long as its key is held. */
  release?(): void;
  /** Why it cannot run now, in words; null when it can. */
  blocked?(): string | null;
}

/** What a menu of commands lets others do: a component's own type is not known outside of Svelte. */
export interface CommandMenu {
  open(event: MouseEvent): void;
}

export type CommandOffers = Partial<Record<CommandId, CommandOffer>>;

/** Everything a person can do: heard from the keyboard, listed, and run by name. What nobody offers cannot run now. */
export class Commands {
  readonly #offers = new SvelteMap<CommandId, readonly CommandOffer[]>();
  #held: { key: string; offer: CommandOffer } | null = null;

  /** Offers commands until the function that is returned is called. The offer made last counts. */
  offer(offers: CommandOffers): () => void {
    const added = Object.entries(offers) as [CommandId, CommandOffer][];
    for (const [id, offer] of added) this.#change(id, (others) => [...others, offer]);
    return () => {
      for (const [id, offer] of added) this.#change(id, (all) => all.filter((one) => one !== offer));
    };
  }

  /** Whether some part of the page that is there now can do it. */
  isOffered(id: CommandId): boolean {
    return this.#latest(id) !== undefined;
  }

  /** Why an offered command cannot run, in words; null when it can. */
  blocked(id: CommandId): string | null {
    return this.#latest(id)?.blocked?.() ?? null;
  }

  canRun(id: CommandId): boolean {
    return this.isOffered(id) && this.blocked(id) === null;
  }

  /** Runs it as one press and release. False when it cannot run now. */
  run(id: CommandId): boolean {
    const offer = this.#latest(id);
    if (offer === undefined || this.blocked(id) !== null) return false;
    offer.run();
    offer.release?.();
    return true;
  }

  press(event: KeyboardEvent): void {
    const id = commandIds.find((one) => commandList[one].keys.some((name) => isPressOf(event, name)));
    const offer = id === undefined ? undefined : this.#latest(id);
    if (id === undefined || offer === undefined || !isForPicture(event)) return;
    event.preventDefault();
    if (this.blocked(id) !== null || (event.repeat && offer.release !== undefined)) return;
    offer.run();
    if (offer.release !== undefined) this.#held = { key: event.key, offer };
  }

  /** The key that was held is up; without one, all are, as when the window is left. */
  release(event?: KeyboardEvent): void {
    if (this.#held === null || (event !== undefined && event.key !== this.#held.key)) return;
    this.#held.offer.release?.();
    this.#held = null;
  }

  #change(id: CommandId, change: (offers: readonly CommandOffer[]) => readonly CommandOffer[]): void {
    untrack(() => this.#offers.set(id, change(this.#offers.get(id) ?? [])));
  }

  #latest(id: CommandId): CommandOffer | undefined {
    return this.#offers.get(id)?.at(-1);
  }
}

/** Whether a key press may run a command: not one that a control, a text or a dialog wants for itself. */
function isForPicture(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.altKey || !(event.target instanceof Element)) return false;
  if (event.target.closest('dialog, [role=dialog]') !== null) return false;
  const takesText =
    'input:not([type=checkbox], [type=radio], [type=range], [type=button]), textarea, [contenteditable]';
  if (event.target.matches(takesText)) return false;
  if (event.ctrlKey || event.metaKey) return true;
  const usesKeys =
    'input:not([type=checkbox]), select, [role=slider], [role=menuitem], [role=option]:not([data-item]), summary';
  if (event.target.matches(usesKeys) && !isFarFrom(event)) return false;
  // Buttons keep what presses them.
  const pressesButton = event.key === ' ' || event.key === 'Enter';
  return !pressesButton || event.target === document.body || event.target.matches('[data-picture]');
}

/** Sliders and radio buttons use arrows and the like, but neither letters nor Escape; a list jumps to the letter that is typed. */
function isFarFrom({ key, target }: KeyboardEvent): boolean {
  const isUnused = key === 'Escape' || (key.length === 1 && key !== ' ');
  return isUnused && target instanceof Element && target.matches('[role=slider], input');
}
