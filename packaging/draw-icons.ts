import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawSvg } from '#core/photos/previews/draw-svg';

/** One drawing in every form that the systems want. */
interface Icon {
  name: string;
  /** Below this many pixels the drawing has too much in it; this one is drawn instead. */
  simple?: { below: number; file: string };
  /** On macOS an application leaves a margin around its picture; in units of the drawing's 1024. */
  macMargin: number;
}

const icons: readonly Icon[] = [
  { name: 'application', simple: { below: 64, file: 'renderer/public/icon.svg' }, macMargin: 124 },
  { name: 'project', macMargin: 0 },
  { name: 'model', macMargin: 0 },
];

const windowsSizes = [16, 24, 32, 48, 64, 128, 256];
const linuxSizes = [16, 32, 48, 64, 128, 256, 512, 1024];
/** By the four letters under which Apple's format holds a PNG of that size. */
const macSizes: Readonly<Record<string, number>> = {
  icp4: 16,
  icp5: 32,
  ic11: 32,
  ic12: 64,
  ic07: 128,
  ic13: 256,
  ic08: 256,
  ic14: 512,
  ic09: 512,
  ic10: 1024,
};

/**
 * Draws every icon into `folder`: `<name>.ico` for Windows, `<name>.icns` for macOS, and for Linux `linux/<size>x<size>.png` of the
 * application and `mime/<name>.png` of its files.
 */
export async function drawIcons(root: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const icon of icons) {
    const draw = (size: number, margin = 0): Promise<Buffer> => drawAt(root, folder, icon, size, margin);
    const windows = await Promise.all(windowsSizes.map((size) => draw(size)));
    await writeFile(join(folder, `${icon.name}.ico`), icoOf(windowsSizes, windows));
    const mac: [string, Buffer][] = [];
    for (const [kind, size] of Object.entries(macSizes)) mac.push([kind, await draw(size, icon.macMargin)]);
    await writeFile(join(folder, `${icon.name}.icns`), icnsOf(mac));
    if (icon.name === 'application') {
      await mkdir(join(folder, 'linux'), { recursive: true });
      for (const size of linuxSizes) await writeFile(join(folder, 'linux', `${size}x${size}.png`), await draw(size));
    }
  }
}

async function drawAt(root: string, folder: string, icon: Icon, size: number, margin: number): Promise<Buffer> {
  const { name, simple } = icon;
  const file = simple !== undefined && size < simple.below ? simple.file : `packaging/icons/${name}.svg`;
  const svg = await readFile(join(root, file), 'utf8');
  const path = join(folder, `drawing-${size}.png`);
  await drawSvg(path, sized(svg, size, margin / 1024));
  const drawing = await readFile(path);
  await rm(path);
  return drawing;
}

/** The drawing at `size` pixels, with so much of its own width left free on every side. */
function sized(svg: string, size: number, margin: number): string {
  return svg.replace(/viewBox="0 0 (\d+) \1"/, (_, width: string) => {
    const free = Number(width) * margin;
    const whole = Number(width) + 2 * free;
    return `width="${size}" height="${size}" viewBox="${-free} ${-free} ${whole} ${whole}"`;
  });
}

/** Windows' format: a directory of pictures, each a PNG. */
function icoOf(sizes: readonly number[], pictures: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let place = header.length;
  for (const [index, picture] of pictures.entries()) {
    const entry = 6 + 16 * index;
    const side = (sizes[index] ?? 0) % 256; // 0 stands for 256.
    header.writeUInt8(side, entry);
    header.writeUInt8(side, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(picture.length, entry + 8);
    header.writeUInt32LE(place, entry + 12);
    place += picture.length;
  }
  return Buffer.concat([header, ...pictures]);
}

/** Apple's format: chunks of four letters, a length and a PNG. */
function icnsOf(pictures: readonly [string, Buffer][]): Buffer {
  const chunks = pictures.flatMap(([kind, picture]) => [chunkHead(kind, picture.length), picture]);
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  return Buffer.concat([chunkHead('icns', length), ...chunks]);
}

function chunkHead(kind: string, length: number): Buffer {
  const head = Buffer.alloc(8);
  head.write(kind, 'latin1');
  head.writeUInt32BE(length + 8, 4);
  return head;
}
