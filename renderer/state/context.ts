import { createContext } from 'svelte';
import type { AppState } from './app-state.svelte.ts';

/** The shared state, given by App.svelte to every component below it. */
export const [useApp, provideApp] = createContext<AppState>();
