import type { Finding } from './check-layout.ts';
import type { PackagedFile } from './packaged-files.ts';

const parts: readonly [string, RegExp][] = [
  ['our programs and the page', /\/app\.asar\/dist\//],
  ['packages of npm', /\/app\.asar(\.unpacked)?\/node_modules\/(?!onnxruntime|@img|sharp)/],
  ['onnxruntime', /\/node_modules\/onnxruntime/],
  ['sharp and libvips', /\/node_modules\/(@img|sharp)/],
  ['weights', /\/native-models\/weights\//],
  ['sample pair', /\/sample-pair\//],
  ['licences', /\/licences\//],
];
const maxShown = 5;

/** How big a package is and what takes the room, a line each. Electron's own files are a stub and not counted as theirs. */
export function describeSizes(files: readonly PackagedFile[]): string[] {
  const onDisk = files.filter((file) => !file.isInArchive);
  return [
    `${files.length} files, ${megabytes(onDisk)} without Electron itself`,
    ...parts.map(
      ([name, pattern]) => `${megabytes(files.filter(({ path }) => pattern.test(path))).padStart(9)}  ${name}`,
    ),
  ];
}

/** One line for what is right, some more for what is not. */
export function describeFinding({ asked, faults }: Finding): string[] {
  if (faults.length === 0) return [`ok     ${asked}`];
  const more = faults.length > maxShown ? [`and ${faults.length - maxShown} more`] : [];
  return [`FAULT  ${asked}`, ...[...faults.slice(0, maxShown), ...more].map((fault) => `       - ${fault}`)];
}

function megabytes(files: readonly PackagedFile[]): string {
  return `${(files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toFixed(1)} MB`;
}
