import { closeSync, openSync, readSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';
import type { Target } from './targets.ts';

/** One file of a package. */
export interface PackagedFile {
  /** From the folder that is packed, with slashes; what is in the archive lies below `…/app.asar/`. */
  path: string;
  bytes: number;
  isInArchive: boolean;
  /** The first bytes. */
  head: Buffer;
}

const headBytes = 1024;

/** Where things lie in a packed folder of the target. */
export function placesIn(
  output: string,
  { platform }: Target,
): { program: string; resources: string; archive: string } {
  const mac = join(output, 'mac-arm64/Telewide.app/Contents');
  const resources =
    platform === 'darwin'
      ? join(mac, 'Resources')
      : join(output, platform === 'win32' ? 'win-unpacked' : 'linux-unpacked', 'resources');
  const program = {
    darwin: join(output, 'mac-arm64/Telewide.app'),
    win32: join(output, 'win-unpacked/Telewide.exe'),
    linux: join(output, 'linux-unpacked/telewide-desktop'),
  }[platform];
  return { program, resources, archive: join(resources, 'app.asar') };
}

/** Every file below `folder`, those inside the archive too. */
export async function listPackagedFiles(folder: string): Promise<PackagedFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => plainFile(folder, join(parentPath, name))),
  );
  return files.flatMap((file) =>
    file.path.endsWith('/app.asar') ? [file, ...archivedFiles(folder, file.path)] : [file],
  );
}

async function plainFile(folder: string, path: string): Promise<PackagedFile> {
  const { size } = await stat(path);
  const head = Buffer.alloc(Math.min(size, headBytes));
  const file = openSync(path, 'r');
  readSync(file, head);
  closeSync(file);
  return { path: relative(folder, path).split(sep).join('/'), bytes: size, isInArchive: false, head };
}

/** Those that lie in the archive itself; what is only named there and lies beside it was seen already. */
function archivedFiles(folder: string, archivePath: string): PackagedFile[] {
  const archive = join(folder, archivePath);
  return listPackage(archive, { isPack: false }).flatMap((name) => {
    const inside = name.slice(1);
    const entry = statFile(archive, inside);
    if ('files' in entry || 'link' in entry || entry.unpacked) return [];
    const content = extractFile(archive, inside);
    const path = `${archivePath}/${inside.split(sep).join('/')}`;
    return [{ path, bytes: content.length, isInArchive: true, head: content.subarray(0, headBytes) }];
  });
}

/** The system and processor that a file was compiled for, told from its first bytes; null when it is no machine code. */
export function machineOf(head: Buffer): string | null {
  if (head.length < 64) return null;
  if (head.toString('latin1', 0, 4) === '\x7fELF') {
    return `linux-${{ 62: 'x64', 183: 'arm64' }[head.readUInt16LE(18)] ?? 'other'}`;
  }
  if (head.toString('latin1', 0, 2) === 'MZ') {
    const start = head.readUInt32LE(0x3c);
    if (start + 6 > head.length || head.toString('latin1', start, start + 2) !== 'PE') return null;
    return `win32-${{ 0x8664: 'x64', 0xaa64: 'arm64' }[head.readUInt16LE(start + 4)] ?? 'other'}`;
  }
  if (head.readUInt32LE(0) === 0xfeedfacf) {
    return `darwin-${{ 0x01000007: 'x64', 0x0100000c: 'arm64' }[head.readUInt32LE(4)] ?? 'other'}`;
  }
  // Several machines in one file.
  return head.readUInt32BE(0) === 0xcafebabe ? 'darwin-universal' : null;
}
