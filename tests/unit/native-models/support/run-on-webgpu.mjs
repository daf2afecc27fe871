/**
 * Child process: node --import tsx run-on-webgpu.mjs <job.json>. Opens each model of the job on WebGPU with no way back to the CPU, runs
 * those that come with feeds there and on the CPU, and prints what came of each as one line of JSON.
 */
import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from '#core/runtime/onnxruntime';

const onWebgpu = { executionProviders: ['webgpu'], extra: { session: { disable_cpu_ep_fallback: '1' } } };
const { models } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const results = {};
for (const { name, path, feeds } of models) results[name] = await judge(path, feeds);
process.stdout.write(`${JSON.stringify(results)}\n`);

async function judge(path, feeds) {
  try {
    const session = await InferenceSession.create(path, onWebgpu);
    return { error: null, differences: feeds === null ? {} : await compare(session, path, feeds) };
  } catch (error) {
    return { error: error.message, differences: {} };
  }
}

async function compare(session, path, feeds) {
  const tensors = Object.fromEntries(
    Object.entries(feeds).map(([name, { data, shape }]) => [
      name,
      new Tensor('float32', Float32Array.from(data), shape),
    ]),
  );
  const there = await session.run(tensors);
  const here = await (await InferenceSession.create(path)).run(tensors);
  return Object.fromEntries(
    Object.entries(here).map(([name, { data }]) => [
      name,
      data.reduce((largest, value, index) => Math.max(largest, Math.abs(value - there[name].data[index])), 0),
    ]),
  );
}
