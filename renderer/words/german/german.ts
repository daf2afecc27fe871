import type { english } from '../english/english.ts';
import { adaptation } from './adaptation.ts';
import { commands } from './commands.ts';
import { compare } from './compare.ts';
import { crop } from './crop.ts';
import { durations } from './durations.ts';
import { engine } from './engine.ts';
import { enhance } from './enhance.ts';
import { exports } from './exports.ts';
import { errors, general } from './general.ts';
import { history } from './history.ts';
import { intake } from './intake.ts';
import { library, photos } from './library.ts';
import { overlap } from './overlap.ts';
import { preview } from './preview.ts';
import { save } from './save.ts';
import { settings } from './settings.ts';
import { start } from './start.ts';
import { topBar } from './top-bar.ts';
import { viewer } from './viewer.ts';

/** Every word in German, complete by its type. */
export const german: typeof english = {
  ...general,
  adaptation,
  commands,
  compare,
  crop,
  durations,
  engine,
  enhance,
  errors,
  exports,
  history,
  intake,
  library,
  overlap,
  photos,
  preview,
  save,
  settings,
  start,
  topBar,
  viewer,
};
