/** `pairs` that match, those of them that were never exported, single photos, what is chosen in the library or else looked at. */
export const exportScopes = ['pairs', 'unexported', 'singles', 'chosen'] as const;
export type ExportScope = (typeof exportScopes)[number];
