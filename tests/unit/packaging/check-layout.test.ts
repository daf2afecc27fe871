import { expect, test } from 'vitest';
import { checkLayout } from '../../../packaging/check-layout.ts';
import { machineOf, type PackagedFile } from '../../../packaging/packaged-files.ts';
import { targets } from '../../../packaging/targets.ts';

const target = targets['linux-x64'];
const modules = 'resources/app.asar.unpacked/node_modules';

function elf(machine: number): Buffer {
  const head = Buffer.alloc(64);
  head.write('\x7fELF', 'latin1');
  head.writeUInt16LE(machine, 18);
  return head;
}

function windowsProgram(machine: number): Buffer {
  const head = Buffer.alloc(256);
  head.write('MZ', 'latin1');
  head.writeUInt32LE(128, 0x3c);
  head.write('PE\0\0', 128, 'latin1');
  head.writeUInt16LE(machine, 132);
  return head;
}

function macProgram(processor: number): Buffer {
  const head = Buffer.alloc(64);
  head.writeUInt32LE(0xfeedfacf, 0);
  head.writeUInt32LE(processor, 4);
  return head;
}

function file(path: string, head: Buffer = Buffer.alloc(0), isInArchive = path.includes('/app.asar/')): PackagedFile {
  return { path, bytes: head.length, isInArchive, head };
}

const whole: readonly PackagedFile[] = [
  ...[
    'main/desktop.js',
    'main/engine.js',
    'main/telewide.js',
    'main/serve.js',
    'main/registration-worker.js',
    'main/enhancement-worker.js',
    'main/adaptation-worker.js',
    'main/library-worker.js',
    'main/training-worker.js',
    'main/device-trial.js',
    'preload/preload.cjs',
    'renderer/index.html',
  ].map((name) => file(`resources/app.asar/dist/${name}`)),
  file(`${modules}/onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node`, elf(62)),
  file(`${modules}/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1`, elf(62)),
  file(`${modules}/@img/sharp-linux-x64/lib/sharp-linux-x64-0.35.5.node`, elf(62)),
  file(`${modules}/@img/sharp-libvips-linux-x64/lib/libvips-cpp.so.8.18.7`, elf(62)),
  ...['fast', 'paper'].flatMap((name) => [
    file(`resources/native-models/weights/${name}/manifest.json`),
    file(`resources/native-models/weights/${name}/weights.safetensors`),
  ]),
  file('resources/native-models/sample-pair/wide.jpg'),
  file('resources/native-models/sample-pair/tele.jpg'),
  file('resources/bin/telewide'),
  ...['telewide.txt', 'third-party.txt', 'third-party.json'].map((name) => file(`resources/licences/${name}`)),
];

function faultsOf(files: readonly PackagedFile[]): string[] {
  return checkLayout(target, files).flatMap(({ asked, faults }) => faults.map(() => asked));
}

test.each([
  ['everything compiled is for this machine', file('resources/app.asar.unpacked/x/a.node', elf(183))],
  ['everything compiled is for this machine', file('resources/hidden.bin', windowsProgram(0x8664))],
  ['everything compiled is for this machine', file('resources/hidden.dat', macProgram(0x0100000c))],
  [
    'nothing compiled is in the archive, where it could not be loaded',
    file('resources/app.asar/node_modules/x/a.node', elf(62)),
  ],
  ['no folder is named after another machine', file(`${modules}/@img/sharp-win32-x64/package.json`)],
  ['no folder is named after another machine', file(`${modules}/onnxruntime-node/bin/napi-v6/darwin/arm64/a.txt`)],
  ['no source map', file('resources/app.asar/dist/main/engine.js.map')],
  ['no source', file('resources/app.asar/dist/main/engine.ts')],
  ['no test', file('resources/app.asar/node_modules/x/test/index.js')],
  ['no test', file('resources/app.asar/dist/main/engine.test.js')],
  ['no training data and no code for a graphics card of a developer', file('resources/native-models/gpu/train.js')],
  [
    'nothing that only developers and studios with a queue need',
    file('resources/app.asar/node_modules/vitest/index.js'),
  ],
  [
    'nothing that only developers and studios with a queue need',
    file('resources/app.asar/node_modules/bullmq/dist/esm/index.js'),
  ],
])('a package is refused: %s', (asked, planted) => {
  expect(faultsOf([...whole, planted])).toEqual([asked]);
});

test.each([
  ['every program is in the archive', 'dist/main/device-trial.js'],
  ['what runs natively is there', 'libonnxruntime.so.1'],
  ['the weights are resources', 'paper/weights.safetensors'],
  ['the sample pair is a resource', 'tele.jpg'],
  ['the command line is there', 'bin/telewide'],
  ['licences are there', 'third-party.txt'],
])('a package is refused when something is missing: %s', (asked, gone) => {
  expect(faultsOf(whole.filter(({ path }) => !path.endsWith(gone)))).toEqual([asked]);
});

test('a package that is as it should be has no fault', () => {
  expect(faultsOf(whole)).toEqual([]);
});

test.each([
  ['nothing', Buffer.alloc(0), null],
  ['a text', Buffer.from('MZ, said the text, and went on for so long that it could have been a program'), null],
  ['an ELF file for x64', elf(62), 'linux-x64'],
  ['an ELF file for arm64', elf(183), 'linux-arm64'],
  ['an ELF file for something else', elf(8), 'linux-other'],
  ['a Windows program', windowsProgram(0x8664), 'win32-x64'],
  ['a Windows program for arm64', windowsProgram(0xaa64), 'win32-arm64'],
  ['a program of an Intel Mac', macProgram(0x01000007), 'darwin-x64'],
  ['a program of a Mac', macProgram(0x0100000c), 'darwin-arm64'],
])('%s is for %s', (_, head, machine) => {
  expect(machineOf(head)).toBe(machine);
});
