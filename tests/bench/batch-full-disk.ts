import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { makeBatchPhotos } from '../support/batch-photos.ts';
import { contentsOf, filesBelow, journalOf, runBatch } from '../support/batch-runs.ts';

/**
 * The output's disk fills up in the middle of a batch and is given room again: `npx tsx tests/bench/batch-full-disk.ts`. Needs to be allowed
 * to mount a small disk in memory, and says so when it is not.
 */
const root = mkdtempSync(join(tmpdir(), 'telewide-full-'));
const [disk, photos, dataFolder] = [join(root, 'disk'), join(root, 'photos'), join(root, 'data')];
mkdirSync(disk);
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', disk]);
if (mounted.status !== 0) {
  console.log(`Skipped: no small disk could be mounted (${mounted.stderr.toString().trim()}).`);
  process.exit(0);
}
try {
  await makeBatchPhotos(photos, { pairs: 6, isBroken: false, width: 224, height: 160 });
  const parameters = ['--format', 'tiff', '--depth', '8'];
  await runBatch([photos, '-o', join(root, 'reference'), ...parameters], { dataFolder });

  const output = join(disk, 'output');
  const filler = join(disk, 'filler');
  let said = '';
  fillUp(disk, filler);
  const run = await runBatch([photos, '-o', output, ...parameters], {
    dataFolder,
    timeoutMs: 600_000,
    onOutput: (text) => {
      if (said !== '') return;
      said = text.trim();
      console.log(`it says: ${said}`);
      setTimeout(() => rmSync(filler), 3000);
    },
  });
  const isEqual = isDeepStrictEqual(contentsOf(output), contentsOf(join(root, 'reference')));
  const done = journalOf(output).filter(({ event }) => event === 'done').length;
  const unfinished = filesBelow(output).filter((path) => path.includes('/work/'));
  console.log(
    `waited ${said !== ''}, ${run.summary?.done ?? 0} done, ${done} in the journal, byte-equal ${isEqual}, left over ${unfinished.length}`,
  );
  process.exitCode = said.includes('full') && isEqual && done === 6 && unfinished.length === 0 ? 0 : 1;
} finally {
  execFileSync('umount', [disk]);
  rmSync(root, { recursive: true, force: true });
}

/** Room for about two photos is left. */
function fillUp(folder: string, path: string): void {
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(path, Buffer.alloc(bavail * bsize - 1_700_000));
}
