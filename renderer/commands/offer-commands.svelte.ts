import { useApp } from '../state/context.ts';
import type { CommandOffers } from './commands.svelte.ts';

/** Offers commands for as long as the component that calls this is there. */
export function offerCommands(offers: CommandOffers): void {
  const { commands } = useApp();
  $effect(() => commands.offer(offers));
}
