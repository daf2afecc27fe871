import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where real photos lie beside the checkout; they are nobody's to ship, so a test must pass without them. */
export const realPhotos = fileURLToPath(new URL('../../../shared/data', import.meta.url));
export const hasRealPhotos = existsSync(realPhotos);

/** For the name of a test that needs them. */
export const needsRealPhotos = hasRealPhotos ? '' : ` (skipped: no photos at ${realPhotos})`;
