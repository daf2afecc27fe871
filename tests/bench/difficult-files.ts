import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { difficultFiles, enhanceWith } from '../support/enhance-bad-input.ts';
import { hasRealPhotos, realPhotos } from '../support/real-photos.ts';

/** Enhances with every difficult file as wide and as tele: `npx tsx tests/bench/difficult-files.ts [folder…]`. Takes its time. */
if (!hasRealPhotos) throw new Error(`Expected photos at ${realPhotos}`);

const scratch = mkdtempSync(join(tmpdir(), 'telewide-difficult-'));
mkdirSync(join(scratch, 'out'));
const all = ['generated', 'exif', 'heic', 'immich', 'orientation', 'sharp_fixtures'];
const folders = process.argv.length > 2 ? process.argv.slice(2) : all;
let [good, bad] = [0, 0];
for (const path of folders.flatMap(difficultFiles)) {
  for (const role of ['wide', 'tele'] as const) {
    const complaint = await enhanceWith(path, role, scratch);
    if (complaint === null) good += 1;
    else {
      bad += 1;
      console.log(`${basename(path)} as ${role}: ${complaint}`);
    }
  }
}
rmSync(scratch, { recursive: true });
console.log(`difficult files: ${good} passed, ${bad} failed`);
process.exitCode = bad === 0 ? 0 : 1;
