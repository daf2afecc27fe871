import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelCard } from '#contract/model-card';
import type { PixelImage } from '#core/photos/pixel-image';
import { runTelewide, type TelewideRun } from '../../../support/run-telewide.ts';
import { pipelineOf } from '../../../support/sample-pictures.ts';
import { photographScene, simulatedPhones } from '../../../support/simulated-phones.ts';
import { paintScene } from '../../../support/simulated-pair.ts';

const root = mkdtempSync(join(tmpdir(), 'telewide-adapt-'));
const steps = 6;

type Pair = Record<'wide' | 'tele', PixelImage>;

beforeAll(async () => {
  const [phone] = simulatedPhones;
  if (phone === undefined) throw new Error('Expected a phone');
  const [first, second] = [1, 2].map((seed) =>
    photographScene(paintScene({ width: 1312, height: 1312 }, seed), phone, seed),
  );
  if (first === undefined || second === undefined) throw new Error('Expected two pairs');
  await save('good', first);
  await save('swapped', { wide: first.wide, tele: second.tele });
  await save('soft', { wide: first.wide, tele: await blurred(first.tele) });
  mkdirSync(join(root, 'empty'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function save(folder: string, { wide, tele }: Pair): Promise<void> {
  mkdirSync(join(root, folder));
  await pipelineOf(wide)
    .jpeg({ quality: 95 })
    .toFile(join(root, folder, 'scene-wide.jpg'));
  await pipelineOf(tele)
    .jpeg({ quality: 95 })
    .toFile(join(root, folder, 'scene-tele.jpg'));
}

async function blurred(image: PixelImage): Promise<PixelImage> {
  const data = await pipelineOf(image).blur(6).raw().toBuffer();
  return { ...image, data: new Uint8Array(data) };
}

function telewide(parameters: readonly string[], data: string): Promise<TelewideRun> {
  return runTelewide(parameters, { dataFolder: join(root, data), timeoutMs: 240_000 });
}

const adaptArguments = (folder: string, ...more: string[]): string[] => [
  'adapt',
  join(root, folder),
  '--name',
  'Mine',
  '--steps',
  String(steps),
  '--device',
  'cpu',
  ...more,
];

const weightsOf = (data: string): Buffer => readFileSync(join(root, data, 'models/mine/weights.safetensors'));

describe('telewide adapt', () => {
  it.each<[string, string[], RegExp]>([
    ['a folder without photos', adaptArguments('empty'), /no two belong together/],
    ['a name of nothing', ['adapt', join(root, 'good'), '--name', ' '], /--name with 1 to 60 characters/],
    ['no step at all', ['adapt', join(root, 'good'), '--name', 'x', '--steps', '0'], /--steps/],
    ['an objective that there is not', adaptArguments('good', '--objective', 'beauty'), /--objective/],
  ])('ends with code 2 for %s', async (_, parameters, words) => {
    const run = await telewide(parameters, 'refused');
    expect(run.stderr).toMatch(words);
    expect(run.code).toBe(2);
    expect(existsSync(join(root, 'refused/models'))).toBe(false);
  });

  it.each([
    ['a tele of another scene', 'swapped', /scene-wide\.jpg: The tele was not surely found/],
    [
      'a tele out of focus',
      'soft',
      /scene-wide\.jpg: The tele (is no sharper|shows too little|was not surely found|shows nowhere sharply)/,
    ],
  ])(
    'learns nothing from %s, and says why',
    async (_, folder, words) => {
      const run = await telewide(adaptArguments(folder), 'refused');
      expect(run.stderr).toMatch(words);
      expect(run.code).toBe(2);
      expect(existsSync(join(root, 'refused/models'))).toBe(false);
    },
    300_000,
  );

  it('learns, killed in the middle too, to the same weights; judges; and what it learned can be used', async () => {
    const run = await telewide(adaptArguments('good', '--despite-judgement', '--json'), 'through');
    expect(run.stderr).toBe('');
    const result = JSON.parse(run.stdout) as ModelCard & { id: string };
    expect(result).toMatchObject({ id: 'mine', steps, device: 'cpu', leftOut: [], base: { id: 'fast' } });
    expect(result.judgement.places).toBeGreaterThan(0);
    expect(result.phone.explained).toBeGreaterThan(0.8);
    expect(readdirSync(join(root, 'through/adaptations'))).toEqual([]);

    const killed = await killedAt(3);
    expect(killed.code).toBeNull();
    expect(existsSync(join(root, 'killed/models'))).toBe(false);
    const resumed = await telewide(adaptArguments('good', '--despite-judgement', '--json'), 'killed');
    expect(resumed.code).toBe(0);
    expect(Buffer.compare(weightsOf('killed'), weightsOf('through'))).toBe(0);

    const show = await telewide(['models', 'show', 'mine', '--json'], 'through');
    expect(JSON.parse(show.stdout)).toMatchObject({ name: 'Mine', isPersonal: true, card: { steps } });
    const file = join(root, 'mine.telewide-model');
    expect((await telewide(['models', 'export', 'mine', file], 'through')).code).toBe(0);
    expect((await telewide(['models', 'import', file, '--json'], 'other')).stdout).toContain('"mine"');
    expect(Buffer.compare(weightsOf('other'), weightsOf('through'))).toBe(0);
    expect((await telewide(['models', 'remove', 'mine'], 'other')).code).toBe(0);
    expect(readdirSync(join(root, 'other/models'))).toEqual([]);
    const output = join(root, 'enhanced.png');
    const photo = join(root, 'good/scene-wide.jpg');
    const enhanced = await telewide(
      ['enhance', photo, join(root, 'good/scene-tele.jpg'), '-o', output, '--model', 'mine', '--device', 'cpu'],
      'through',
    );
    expect(enhanced.code).toBe(0);
    expect(existsSync(output)).toBe(true);
  }, 400_000);
});

/** Ends the learning without warning once its log has so many steps. */
function killedAt(step: number): Promise<TelewideRun> {
  const log = join(root, 'killed/adaptations/command-line-mine/checkpoint.json');
  let kill: ((signal: NodeJS.Signals) => void) | null = null;
  const watch = setInterval(() => {
    const text = existsSync(log) ? readFileSync(log, 'utf8') : '{}';
    if ((parsed(text).step ?? 0) >= step) kill?.('SIGKILL');
  }, 20);
  return runTelewide(adaptArguments('good', '--despite-judgement', '--save-every', '0'), {
    dataFolder: join(root, 'killed'),
    timeoutMs: 240_000,
    onOutput: (_, send) => (kill = send),
  }).finally(() => clearInterval(watch));
}

function parsed(text: string): { step?: number } {
  try {
    return JSON.parse(text) as { step?: number };
  } catch {
    return {};
  }
}
