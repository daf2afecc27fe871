import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from '#core/runtime/onnxruntime';
import { networkConfigurations } from '#native-models/dcsr/network';
import { lossPresets, type LossPreset } from '#native-models/losses/total-loss';
import { buildLossModel, trainStepGraph } from '#native-models/optimiser/train-step-model';
import { emitModel } from '#native-models/onnx/emit-model';
import { expressionsOf } from '#native-models/graph/expression';
import { createRandom } from '#native-models/random';
import { tileSide } from '#native-models/simulation/tile-geometry';

/**
 * One step of training of `fast`, batch 8, in onnxruntime against PyTorch's eager step of the same loss on as many threads, in
 * turns: medians of wall-clock and processor time, and their ratio. PYTHON names a Python that has torch:
 * `PYTHON=... npx tsx tests/bench/train-step.ts [l1|all|adaptation] [steps] [threads]`. Where other
 * programs use the processors, compare the processor time on one thread: PyTorch's threads wait for each other by spinning.
 */
const [choice = 'l1', count = '25', given = '2'] = process.argv.slice(2);
if (!(choice in lossPresets))
  throw new Error(`Expected one of ${Object.keys(lossPresets).join(', ')}, received ${choice}`);
const options = { configuration: networkConfigurations.fast, batch: 8, side: tileSide, losses: choice as LossPreset };
const threads = Number(given);
const scratch = mkdtempSync(join(tmpdir(), 'telewide-bench-'));

interface Took {
  readonly wall: number;
  readonly processor: number;
}

async function openOurs(): Promise<() => Promise<Took>> {
  const graph = trainStepGraph(options);
  const session = await InferenceSession.create(emitModel(graph, 'inputs'), { intraOpNumThreads: threads });
  const random = createRandom(1);
  const feeds: Record<string, Tensor> = {};
  for (const leaf of expressionsOf(graph)) {
    if (leaf.kind !== 'input' && leaf.kind !== 'parameter') continue;
    const length = leaf.shape.reduce((product, size) => product * size, 1);
    const reach = leaf.kind === 'parameter' ? 0.1 : 1;
    const data = Float32Array.from({ length }, () => random.between(0, reach) - (leaf.kind === 'parameter' ? 0.05 : 0));
    feeds[leaf.name] = new Tensor('float32', data, leaf.shape);
  }
  feeds.step = new Tensor('float32', Float32Array.of(1), []);
  return async () => {
    const [started, before] = [performance.now(), process.cpuUsage()];
    await session.run(feeds);
    const { user, system } = process.cpuUsage(before);
    return { wall: performance.now() - started, processor: (user + system) / 1000 };
  };
}

async function openTheirs(): Promise<{ step: () => Promise<Took>; close: () => void }> {
  const model = join(scratch, 'loss.onnx');
  writeFileSync(model, buildLossModel(options));
  const script = fileURLToPath(new URL('../../native-models/gpu/train_step_speed.py', import.meta.url));
  const python = spawn(process.env.PYTHON ?? 'python3', [script, model, String(threads)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(python.stdout)[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const result: IteratorResult<string, unknown> = await lines.next();
    if (result.done === true)
      throw new Error('Expected a Python with torch, numpy, onnx, opencv and onnxruntime; name it in PYTHON');
    return result.value;
  };
  await nextLine();
  return {
    async step() {
      python.stdin.write('step\n');
      const [wall = NaN, processor = NaN] = (await nextLine()).split(' ').map(Number);
      return { wall, processor };
    },
    close: () => python.stdin.end(),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

const ours = await openOurs();
const theirs = await openTheirs();
const taken: { ours: Took; theirs: Took }[] = [];
for (let step = -3; step < Number(count); step += 1) {
  const first = await ours();
  // The threads of one keep spinning for a moment and must not slow the other.
  await pause(50);
  const second = await theirs.step();
  await pause(50);
  if (step >= 0) taken.push({ ours: first, theirs: second });
}
theirs.close();
rmSync(scratch, { recursive: true });

console.log(`fast, batch 8, losses ${choice}, ${threads} threads, medians of ${taken.length} steps in turns`);
for (const part of ['wall', 'processor'] as const) {
  const [onnxruntime, pytorch] = [
    median(taken.map((step) => step.ours[part])),
    median(taken.map((step) => step.theirs[part])),
  ];
  const ratio = median(taken.map((step) => step.theirs[part] / step.ours[part]));
  console.log(
    `  ${part.padEnd(9)} onnxruntime ${onnxruntime.toFixed(0)} ms, PyTorch eager ${pytorch.toFixed(0)} ms; ${ratio.toFixed(2)} times as fast`,
  );
}
process.exit(0);
