/** The core as a library: `npx tsx main/documentation/enhance-a-pair.ts wide.jpg tele.jpg enhanced.jpg`, from the project's folder. */
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { defaultExportSettings } from '#contract/export-settings';
import { speak } from '#contract/messages';
import { enhancePair } from '#core/enhancement/enhance-pair';
import { exportPhoto } from '#core/export/photo/export-photo';
import { createModelRegistry } from '#core/models/model-registry';

const [widePath = 'wide.jpg', telePath = 'tele.jpg', targetPath = 'enhanced.jpg'] = process.argv.slice(2);
const { signal } = new AbortController();
const scratchPath = `${targetPath}.tif`;
const model = await createModelRegistry({ folders: ['native-models/weights'] }).load('fast');
const { report } = await enhancePair({
  ...{ widePath, teles: [{ path: telePath }], model, scratchPath, signal, programFolder: resolve('dist/main') },
  choices: { model: 'fast', device: 'auto', crop: null, useReference: true },
  ...{ pixelLimit: 200e6, memoryBudget: 2 ** 30, report: () => undefined },
});
const written = { settings: defaultExportSettings, metadataFrom: widePath, software: 'example' };
await exportPhoto({ ...written, scratchPath, targetPath, originals: [widePath, telePath], signal });
await rm(scratchPath);
process.stdout.write(`${targetPath}: ${speak(report.reference.reason, 'en')}\n`);
