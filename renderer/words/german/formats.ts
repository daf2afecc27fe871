import { createFormats } from '../formats.ts';

export const write = createFormats('de-DE');
