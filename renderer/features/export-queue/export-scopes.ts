/** `pairs` that match, those of them that were never exported, or edited since they were, single photos, what is chosen in the library or else looked at. */
export const exportScopes = ['pairs', 'unexported', 'changed', 'singles', 'chosen'] as const;
export type ExportScope = (typeof exportScopes)[number];
