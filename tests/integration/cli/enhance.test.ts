import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import exifr from 'exifr';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EnhancementReport } from '#contract/enhancement';
import { runTelewide, type TelewideRun } from '../../support/run-telewide.ts';

const samples = fileURLToPath(new URL('../../../native-models/sample-pair', import.meta.url));
const crop = ['--crop', '300,200,64,48'];
let folder = '';
let wide = '';
let tele = '';
let photos = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'telewide-cli-'));
  mkdirSync(join(folder, 'out'));
  photos = join(folder, 'photos');
  mkdirSync(photos);
  [wide, tele] = ['wide.jpg', 'tele.jpg'].map((name) => join(folder, name)) as [string, string];
  for (const [name, path] of [
    ['wide.jpg', wide],
    ['tele.jpg', tele],
  ] as const) {
    await sharp(join(samples, name)).resize(800).keepExif().jpeg({ quality: 95 }).toFile(path);
    linkSync(path, join(photos, name));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function enhance(parameters: string[], dataFolder = join(folder, 'data')): Promise<TelewideRun> {
  return runTelewide(['enhance', ...parameters, '--device', 'cpu'], { dataFolder });
}

function strayFiles(dataFolder = join(folder, 'data')): string[] {
  const scratch = join(dataFolder, 'cache/scratch');
  return existsSync(scratch) ? readdirSync(scratch) : [];
}

describe('telewide enhance refuses', () => {
  it.each([
    ['a crop that is none', ['--crop', '1,2,3'], /--crop/, 2],
    ['a crop outside the photo', ['--crop', '700,500,200,200'], /crop inside the photo of 800x600/, 2],
    ['a scale that is none', ['--scale', '5'], /--scale as one of 2, 3, 4, auto/, 2],
    ['an unknown device', ['--device', 'abacus'], /--device/, 2],
    ['an unknown precision', ['--precision', 'double'], /--precision as one of auto, full, half/, 2],
    [
      'half precision on the processor',
      ['--device', 'cpu', '--precision', 'half'],
      /32-bit floats only.*Choose auto/,
      1,
    ],
    ['a quality of 0', ['--quality', '0'], /--quality/, 2],
    ['an unknown model', ['--model', 'nothing'], /Choose one of: fast/, 1],
    ['an unknown ending', ['-o', 'result.bmp'], /ends in/, 2],
    ['a folder that is not there', ['-o', '/no/such/folder/result.jpg'], /folder that can be written/, 1],
  ])('%s, in one line', async (_, given, words, code) => {
    const output = join(folder, 'out', 'refused.jpg');
    const run = await runTelewide(['enhance', wide, tele, '-o', output, ...given], {
      dataFolder: join(folder, 'data'),
    });
    expect(run.code).toBe(code);
    expect(run.stderr.split('\n').filter((line) => line.startsWith('telewide:'))).toHaveLength(1);
    expect(run.stderr).toMatch(words);
    expect(existsSync(output)).toBe(false);
    expect(strayFiles()).toEqual([]);
  });

  it('an original as output, whatever name leads there', async () => {
    const before = readFileSync(tele);
    const [soft, hard] = [join(folder, 'soft.jpg'), join(folder, 'hard.jpg')];
    symlinkSync(tele, soft);
    linkSync(tele, hard);
    for (const output of [tele, soft, hard]) {
      const run = await enhance([wide, tele, '-o', output, ...crop]);
      expect(run.code).toBe(1);
      expect(run.stderr).toMatch(/one of the original photos/);
    }
    expect(readFileSync(tele).equals(before)).toBe(true);
  });
});

describe('telewide enhance writes', () => {
  it.each(['jpg', 'png', 'tif', 'webp', 'avif'])(
    '%s of exactly twice the crop, upright, with its EXIF',
    async (ending) => {
      const output = join(folder, 'out', `result.${ending}`);
      // Where a telephoto takes part the picture is another one, its file is not.
      const photos = ending === 'jpg' ? [wide, tele] : [wide];
      const run = await enhance([...photos, '-o', output, ...crop]);
      expect(run.stderr).toContain('128 x 96');
      expect(run.code).toBe(0);
      const facts = await sharp(output).metadata();
      expect([facts.width, facts.height, facts.orientation ?? 1]).toEqual([128, 96, 1]);
      const exif = (await exifr.parse(blockOf(facts.exif) ?? output)) as { Model: string; Software: string };
      expect(exif.Model).toBe('Telewide Sample Phone');
      expect(exif.Software).toMatch(/^Telewide \d/);
      rmSync(output);
    },
  );

  it('three times the crop, or by auto as fine as the tele', async () => {
    const output = join(folder, 'out', 'larger.png');
    const part = ['--crop', '300,200,33,21'];
    expect((await enhance([wide, tele, '-o', output, ...part, '--scale', '3'])).stderr).toContain('99 x 63');
    expect(await sharp(output).metadata()).toMatchObject({ width: 99, height: 63 });
    expect((await enhance([wide, tele, '-o', output, ...part, '--scale', 'auto'])).stderr).toContain('66 x 42');
    expect(strayFiles()).toEqual([]);
  });

  it('no place when asked for none', async () => {
    const [kept, dropped] = [join(folder, 'out', 'kept.jpg'), join(folder, 'out', 'dropped.jpg')];
    await enhance([wide, '-o', kept, ...crop]);
    await enhance([wide, '-o', dropped, ...crop, '--no-gps']);
    expect(await exifr.gps(kept)).toMatchObject({ latitude: 0.5 });
    expect(await exifr.gps(dropped)).toBeUndefined();
  });

  it('16 bits out of 16 bits', async () => {
    const deep = join(folder, 'deep.png');
    await sharp(wide).toColourspace('rgb16').png().toFile(deep);
    const output = join(folder, 'out', 'deep.png');
    expect((await enhance([deep, '-o', output, ...crop])).code).toBe(0);
    expect((await sharp(output).metadata()).depth).toBe('ushort');
  });

  it('an upright picture of a photo that was stored lying', async () => {
    const lying = join(folder, 'lying.jpg');
    await sharp(wide)
      .rotate(-90)
      .withExif({ IFD0: { Orientation: '6' } })
      .withMetadata({ orientation: 6 })
      .toFile(lying);
    const output = join(folder, 'out', 'upright.jpg');
    const run = await enhance([lying, tele, '-o', output, '--report', join(folder, 'lying.json'), ...crop]);
    expect(run.code).toBe(0);
    const report = JSON.parse(readFileSync(join(folder, 'lying.json'), 'utf8')) as EnhancementReport;
    expect(report.wide).toMatchObject({ width: 800, height: 600 });
    expect((await sharp(output).metadata()).orientation ?? 1).toBe(1);
  });

  it('what became of each of several telephotos, in words and in the report', async () => {
    const stranger = join(folder, 'other-scene.jpg');
    await sharp(join(import.meta.dirname, '../../fixtures/other-scene.jpg'))
      .resize(240)
      .toFile(stranger);
    const [output, path] = [join(folder, 'out', 'several.jpg'), join(folder, 'several.json')];
    const run = await runTelewide(
      ['enhance', wide, stranger, tele, '-o', output, '--report', path, '--device', 'cpu', ...crop],
      { dataFolder: join(folder, 'data'), timeoutMs: 280_000 },
    );
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/1 of 2 telephotos are used/);
    expect(run.stderr).toMatch(/other-scene\.jpg: not used\. The tele photo could not be registered\./);
    expect(run.stderr).toMatch(/tele\.jpg: used for \d+ % of the picture\./);
    const report = JSON.parse(readFileSync(path, 'utf8')) as EnhancementReport;
    expect(report.tele).toMatchObject({ name: 'tele.jpg' });
    expect(report.teles).toMatchObject([
      { name: 'other-scene.jpg', used: false, share: 0 },
      { name: 'tele.jpg', used: true },
    ]);
    expect(report.teles?.[1]?.share).toBeGreaterThan(0.5);
    expect(strayFiles()).toEqual([]);
  });

  it('a report of what was done', async () => {
    const path = join(folder, 'report.json');
    await enhance([wide, tele, '-o', join(folder, 'out', 'reported.png'), '--report', path, ...crop]);
    const report = JSON.parse(readFileSync(path, 'utf8')) as EnhancementReport;
    expect(report).toMatchObject({
      wide: { name: 'wide.jpg', width: 800, height: 600 },
      tele: { name: 'tele.jpg' },
      crop: { x: 300, y: 200, width: 64, height: 48 },
      output: { width: 128, height: 96 },
      device: 'cpu',
      precision: 'full',
      model: 'fast',
      reference: { used: true },
    });
    expect(report.registration?.verdict).toBe('good');
    expect(Object.keys(report.milliseconds).sort()).toEqual(['infer', 'prepare', 'read', 'register', 'write']);
    expect(report.peakMemory).toBeGreaterThan(50e6);
    const { photographed, transferred, upscaled } = report.provenance;
    expect(photographed + transferred + upscaled).toBeCloseTo(1, 9);
    expect(photographed).toBeGreaterThan(0);
  });
});

describe('one SIGTERM ends', () => {
  it.each([
    ['an enhancement that begins', (output: string) => ['enhance', wide, tele, '-o', output], ' %'],
    ['a batch', (output: string) => ['batch', photos, '-o', `${output}-batch`], ' %'],
    ['a learning', () => ['adapt', photos, '--name', 'Mine', '--minutes', '30'], ' %'],
  ])('%s', async (_, asked, moment) => {
    const output = join(folder, 'out', 'ended.png');
    let isAsked = false;
    const run = await runTelewide([...asked(output), '--device', 'cpu'], {
      dataFolder: join(folder, 'data'),
      onOutput: (text, kill) => {
        if (!isAsked && text.includes(moment)) isAsked = true;
        else return;
        kill('SIGTERM');
      },
    });
    expect([run.code, isAsked]).toEqual([130, true]);
    expect(existsSync(output)).toBe(false);
    expect(strayFiles()).toEqual([]);
  });
});

describe('telewide enhance leaves nothing behind', () => {
  it('when it is interrupted', async () => {
    const output = join(folder, 'out', 'interrupted.png');
    const run = await runTelewide(['enhance', wide, tele, '-o', output, '--device', 'cpu'], {
      dataFolder: join(folder, 'data'),
      onOutput: (text, kill) => {
        if (text.includes('Enhancing tile')) kill('SIGINT');
      },
    });
    expect(run.code).toBe(130);
    expect(existsSync(output)).toBe(false);
    expect(strayFiles()).toEqual([]);
  });

  const mounted = mountTiny();
  it.skipIf(mounted === null)(
    `when the disk is full${mounted === null ? ' (skipped: no small disk can be mounted here)' : ''}`,
    async () => {
      const tiny = mounted ?? '';
      try {
        const full = await enhance([wide, '-o', join(tiny, 'result.tif')]);
        expect(full).toMatchObject({ code: 1 });
        expect(full.stderr).toMatch(/disk is full/);
        expect(readdirSync(tiny)).toEqual([]);

        const noScratch = await enhance([wide, '-o', join(folder, 'out', 'no-scratch.jpg')], join(tiny, 'data'));
        expect(noScratch).toMatchObject({ code: 1 });
        expect(noScratch.stderr).toMatch(/disk is full/);
        expect(strayFiles(join(tiny, 'data'))).toEqual([]);

        execFileSync('mount', ['-o', 'remount,ro', tiny]);
        const readOnly = await enhance([wide, '-o', join(tiny, 'result.jpg'), ...crop]);
        expect(readOnly).toMatchObject({ code: 1 });
        expect(readOnly.stderr).toMatch(/folder that can be written/);
      } finally {
        execFileSync('umount', [tiny]);
        rmSync(tiny, { recursive: true });
      }
    },
  );
});

/** exifr opens no WebP and no AVIF, so it gets the EXIF block that sharp hands out, without the name that may stand before it. */
function blockOf(exif: Buffer | undefined): Buffer | undefined {
  return exif?.toString('latin1', 0, 4) === 'Exif' ? exif.subarray(6) : exif;
}

/** A disk of a quarter of a mebibyte; null where the system does not let us mount one. */
function mountTiny(): string | null {
  const place = mkdtempSync(join(tmpdir(), 'telewide-tiny-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', place], { stdio: 'pipe' });
    return place;
  } catch {
    rmSync(place, { recursive: true });
    return null;
  }
}
