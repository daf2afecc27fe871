/** What a context menu lets others do: a component's own type is not known outside of Svelte. */
export interface OpenedAt {
  open(event: MouseEvent): void;
}
