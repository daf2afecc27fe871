import type { Said } from '#contract/messages';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { saying, inEnglish } from '../../../support/saying.ts';

/** Chromium's software Vulkan stands in for a graphics card. */
const chromium = '/usr/lib/chromium';
const driver = join(chromium, 'vk_swiftshader_icd.json');
const root = fileURLToPath(new URL('../../../..', import.meta.url));
const isThere = existsSync(driver);
if (!isThere)
  console.info(`No software Vulkan at ${driver}: pictures of webgpu are not compared with those of the processor.`);

interface Row {
  name: string;
  adapter: string | null;
  usable: boolean;
  reason: Said;
  levelsApart: number | null;
  precision?: { precision: string; reason: Said };
}

test.skipIf(!isThere)(
  'webgpu makes the picture of the processor, within one level of 255, with a reference and without',
  { timeout: 400_000 },
  async () => {
    const suite = [join(root, 'tests/device/device-suite.ts'), '--tile', '32', '--tiles', '2', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', ...suite], {
      cwd: root,
      env: { ...process.env, VK_ICD_FILENAMES: driver, LD_LIBRARY_PATH: chromium, XDG_RUNTIME_DIR: tmpdir() },
    });
    const rows = JSON.parse(stdout) as Row[];
    const webgpu = rows.find(({ name }) => name === 'webgpu');
    expect(webgpu).toMatchObject({ usable: true, adapter: 'SwiftShader (software)' });
    expect(webgpu?.levelsApart).toBeLessThanOrEqual(1);
    expect(inEnglish(webgpu?.reason ?? [])).toContain('so auto leaves this device alone');
    // That driver has no 16-bit floats, and the trial of the network says so.
    expect(webgpu?.precision).toEqual({
      precision: 'full',
      reason: saying('Half precision was left alone. It does not compute with 16-bit floats.'),
    });
  },
);
