import { fork, type ChildProcess } from 'node:child_process';
import { copyFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import type { MessagePipe } from '#contract/transport';
import type { EditCommand } from '#contract/project-commands';
import { connectEngine, type EngineClient } from '#host/engine-client';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const samplePair = join(root, 'native-models/sample-pair');

/** For a machine that is busy with something else. */
const polling = { timeout: 60_000 };

interface RunningEngine {
  client: EngineClient;
  kill: () => Promise<void>;
}

/** The engine as it ships, built into a folder of its own. */
async function buildEngine(): Promise<string> {
  const folder = temporaryFolder();
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  symlinkSync(join(root, 'package.json'), join(folder, 'package.json'));
  await build({
    absWorkingDir: root,
    entryPoints: [
      'main/host/engine.ts',
      'main/core/pairs/registering/registration-worker.ts',
      'main/core/workspace/library/library-worker.ts',
    ],
    outdir: folder,
    entryNames: '[name]',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  });
  return folder;
}

async function startEngine(programFolder: string, dataFolder: string): Promise<RunningEngine> {
  const child = fork(join(programFolder, 'engine.js'), [dataFolder, root, programFolder], { stdio: 'inherit' });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  onTestFinished(() => void child.kill('SIGKILL'));
  const client = await new Promise<EngineClient>((resolve) => {
    const connected = connectEngine(pipeOver(child), ({ event }) => {
      if (event === 'engine.changed') resolve(connected);
    });
  });
  return {
    client,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function pipeOver(child: ChildProcess): MessagePipe {
  return {
    send(message) {
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onClose: (listener) => void child.once('exit', listener),
  };
}

/** A wide photo with three telephotos, which their names tell. */
async function setOfThree(): Promise<string[]> {
  const folder = temporaryFolder();
  copyFileSync(join(samplePair, 'wide.jpg'), join(folder, 'wide.jpg'));
  const teles = [1, 2, 3].map((number) => join(folder, `tele ${number}.jpg`));
  for (const [index, path] of teles.entries()) {
    const part = { left: 40 * index, top: 40, width: 400, height: 300 };
    await sharp(join(samplePair, 'tele.jpg')).extract(part).toFile(path);
  }
  return [join(folder, 'wide.jpg'), ...teles];
}

test('an engine killed while editing a set opens with every edit that it had answered, and can undo them', async () => {
  const [programFolder, dataFolder] = [await buildEngine(), temporaryFolder()];
  let engine = await startEngine(programFolder, dataFolder);
  await engine.client.call('photos.add', { paths: await setOfThree() });
  await expect.poll(async () => (await engine.client.call('project.read', {})).pairs.length, polling).toBe(1);
  const [set] = (await engine.client.call('project.read', {})).pairs;
  const { id: pairId, teleIds } = set ?? { id: '', teleIds: [] };
  const [first = '', second = '', third = ''] = teleIds;
  for (const command of [
    { name: 'switch-tele', pairId, teleId: first, isOn: false },
    { name: 'front-tele', pairId, teleId: second },
  ] as const)
    await engine.client.call('project.edit', { command });
  const cropAt = (x: number): EditCommand => ({
    name: 'set-framing',
    pairId,
    framing: { crop: { x, y: 0, width: 64, height: 64 }, straighten: 0, ratio: 'free' },
  });

  let answered = 0;
  for (const killAfter of [3, 11, 24]) {
    const { client, kill } = engine;
    const last = answered + killAfter;
    const answeredBefore = answered;
    const edits = Array.from({ length: killAfter + 20 }, (_, index) =>
      client.call('project.edit', { command: cropAt(answeredBefore + index + 1) }).then(
        () => {
          answered = Math.max(answered, answeredBefore + index + 1);
          if (answered === last) void kill();
        },
        () => undefined,
      ),
    );
    void Promise.allSettled(edits);
    await expect.poll(() => answered, polling).toBeGreaterThanOrEqual(last);
    await kill();

    engine = await startEngine(programFolder, dataFolder);
    const { edits: found, pairs } = await engine.client.call('project.read', {});
    expect(pairs).toMatchObject([{ teleIds: [first, second, third] }]);
    expect(found[pairId]).toMatchObject({ telesOff: [first], teleInFront: second });
    const at = found[pairId]?.crop?.x ?? 0;
    expect(at).toBeGreaterThanOrEqual(answered);
    await engine.client.call('project.undo', {});
    const { edits: undone } = await engine.client.call('project.read', {});
    expect(undone[pairId]?.crop?.x).toBe(at - 1);
    await engine.client.call('project.redo', {});
    answered = at;
  }
  await engine.kill();
});
