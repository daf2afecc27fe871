import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { makeBatchPhotos } from '../support/batch-photos.ts';
import { contentsOf, filesBelow, journalOf, runBatch } from '../support/batch-runs.ts';
import { randomNumbers } from '../support/simulated-pair.ts';

/**
 * kill -9 at random moments of a batch of 30, resumed each time: `npx tsx tests/bench/batch-kills.ts [kills] [pairs]`. Checks that the output is
 * byte for byte that of an undisturbed run, that nothing unfinished is left, and that nothing finished was done again.
 */
const kills = Number(process.argv[2] ?? 20);
const pairs = Number(process.argv[3] ?? 25);
const root = mkdtempSync(join(tmpdir(), 'telewide-kills-'));
const photos = join(root, 'photos');
const random = randomNumbers(Number(process.env.SEED ?? 1));
const dataFolder = join(root, 'data');
await makeBatchPhotos(photos, { pairs, isBroken: true, width: 224, height: 160 });

const undisturbed = await runBatch([photos, '-o', join(root, 'reference')], { dataFolder, timeoutMs: 1_800_000 });
const reference = contentsOf(join(root, 'reference'));
const { done, failed } = undisturbed.summary ?? { done: 0, failed: 0 };
console.log(`undisturbed: ${done} done, ${failed} failed in ${(undisturbed.milliseconds / 1000).toFixed(0)} s`);

/** A run gets through a good part of the batch at most, so that most folders see several kills. */
const longest = undisturbed.milliseconds / 3;
let [killed, folders, faults] = [0, 0, 0];
while (killed < kills) {
  folders += 1;
  const output = join(root, `output-${folders}`);
  for (let isThrough = false; !isThrough;) {
    const after = Math.round(500 + random() * longest);
    const isLast = killed >= kills;
    const run = await runBatch([photos, '-o', output], { dataFolder, timeoutMs: isLast ? 1_800_000 : after });
    isThrough = run.code !== null;
    if (!isThrough) killed += 1;
    const finished = isThrough ? 'through' : `killed after ${(after / 1000).toFixed(1)} s`;
    const files = existsSync(output) ? readdirSync(output, { recursive: true }).length : 0;
    console.log(`folder ${folders}: ${finished}, ${files} entries`);
  }
  const isEqual = isDeepStrictEqual(contentsOf(output), reference);
  const unfinished = [...filesBelow(output), ...filesBelow(join(dataFolder, 'cache'))].filter(
    (path) => /tmp|work|scratch|\.tif\./.test(path) && !/^\S.*telewide\.tif$/.test(path),
  );
  const doneKeys = journalOf(output).flatMap(({ event, key }) => (event === 'done' && key ? [key] : []));
  const isOnce = new Set(doneKeys).size === doneKeys.length && doneKeys.length === done;
  console.log(`folder ${folders}: byte-equal ${isEqual}, left over ${unfinished.length}, each done once ${isOnce}`);
  if (!isEqual || unfinished.length > 0 || !isOnce) faults += 1;
}
rmSync(root, { recursive: true, force: true });
console.log(`${killed} kills, ${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;
