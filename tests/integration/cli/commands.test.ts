import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { isInsidePolygon, type Rectangle } from '#contract/geometry';
import type { DeviceReport, ModelSummary } from '#contract/models';
import type { Registration } from '#contract/registration';
import { runTelewide } from '../../support/run-telewide.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const samples = fileURLToPath(new URL('../../../native-models/sample-pair', import.meta.url));
const dataFolder = mkdtempSync(join(tmpdir(), 'telewide-commands-'));
afterAll(() => rmSync(dataFolder, { recursive: true }));

/** Runs a command that must print one JSON document and nothing else on stdout. */
async function askForJson(...parameters: string[]): Promise<unknown> {
  const run = await runTelewide([...parameters, '--json'], { dataFolder });
  expect(run.code).toBe(0);
  expect(run.stderr).toBe('');
  return JSON.parse(run.stdout);
}

it('an unknown command ends with code 2 and points to the help', async () => {
  const run = await runTelewide(['improve'], { dataFolder });
  expect(run.code).toBe(2);
  expect(run.stderr).toMatch(/unknown command.*\n.*--help/);
});

it('models lists what ships', async () => {
  const models = (await askForJson('models')) as ModelSummary[];
  expect(models.find(({ id }) => id === 'fast')).toMatchObject({ configuration: 'fast', parameters: 229_873 });
});

it('devices names every device, and the processor can be used', async () => {
  const devices = (await askForJson('devices')) as DeviceReport[];
  expect(devices.map(({ name }) => name)).toEqual(['cuda', 'directml', 'coreml', 'webgpu', 'cpu']);
  expect(devices.at(-1)).toMatchObject({ name: 'cpu', usable: true, precision: { precision: 'full' } });
  for (const { usable, precision } of devices) expect(precision === undefined).toBe(!usable);
});

it('pair finds the sample pair and leaves its truth alone', async () => {
  const { pairs } = (await askForJson('pair', samples)) as { pairs: { wide: string; teles: string[] }[] };
  expect(pairs).toContainEqual(
    expect.objectContaining({ wide: join(samples, 'wide.jpg'), teles: [join(samples, 'tele.jpg')] }),
  );
});

it('register finds where the generator put the tele', async () => {
  const registration = (await askForJson(
    'register',
    join(samples, 'wide.jpg'),
    join(samples, 'tele.jpg'),
  )) as Registration;
  expect(registration.verdict).toBe('good');
  expect(registration.zoom).toBeCloseTo(2, 1);
  expect(registration.rotation).toBeCloseTo(1.08, 0);
});

it('register finds each of several teles, and says what none of them sees', async () => {
  const folder = temporaryFolder();
  const halves = await Promise.all(
    ['left', 'right'].map(async (name, index) => {
      const { width, height } = await sharp(join(samples, 'tele.jpg')).metadata();
      const part = { left: index * Math.round(width * 0.4), top: 0, width: Math.round(width * 0.6), height };
      await sharp(join(samples, 'tele.jpg'))
        .extract(part)
        .toFile(join(folder, `${name}.jpg`));
      return join(folder, `${name}.jpg`);
    }),
  );
  const set = (await askForJson('register', join(samples, 'wide.jpg'), ...halves)) as {
    teles: (Registration & { name: string })[];
    coverage: number;
    nextPhoto: Rectangle;
  };
  expect(set.teles).toMatchObject([
    { name: 'left.jpg', verdict: 'good' },
    { name: 'right.jpg', verdict: 'good' },
  ]);
  expect(set.coverage).toBeGreaterThan(0.2);
  expect(set.coverage).toBeLessThan(0.3);
  const { x, y, width, height } = set.nextPhoto;
  const middle = { x: x + width / 2, y: y + height / 2 };
  expect(set.teles.some(({ overlap }) => isInsidePolygon(overlap, middle))).toBe(false);
  const run = await runTelewide(['register', join(samples, 'wide.jpg'), ...halves], { dataFolder });
  expect(run.stdout).toMatch(
    /^left\.jpg\n {2}good: [^]*\nright\.jpg\n {2}good: [^]*\n2\d % of the wide is seen by a tele\nanother photo/,
  );
});

it('register fails for two photos of different things, with a reason', async () => {
  const picture = fileURLToPath(new URL('../../fixtures/', import.meta.url));
  const run = await runTelewide(['register', join(samples, 'wide.jpg'), join(picture, 'other-scene.jpg')], {
    dataFolder,
  });
  expect(run.code).toBe(1);
  expect(run.stdout).toMatch(/^failed: \S+/);
});
