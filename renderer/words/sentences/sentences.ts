import type { Sentences } from '../sentence-translator.ts';
import { enhancing } from './enhancing.ts';
import { learning } from './learning.ts';
import { photos } from './photos.ts';
import { program } from './program.ts';
import { registration } from './registration.ts';
import { writing } from './writing.ts';

/** Everything that the engine says on the page. */
export const sentences: Sentences = {
  ...registration,
  ...enhancing,
  ...photos,
  ...writing,
  ...learning,
  ...program,
};
