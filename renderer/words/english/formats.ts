import { createFormats } from '../formats.ts';

export const write = createFormats('en-GB');
