import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import type { Target } from './targets.ts';

/** What fuses are found by, then the version of their layout, their number, and each as it is before anybody sets it. */
const fuseWire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('0'.repeat(9)),
]);
const languages = ['en-US', 'de', 'fr'];
const helpers = ['', ' (GPU)', ' (Plugin)', ' (Renderer)'];

/**
 * Writes into `folder` what looks to a packager like Electron's own files for the target: everything of theirs that it renames,
 * edits or counts, with nothing behind it. So a package can be made and looked into where Electron itself cannot be had.
 */
export async function writeStubElectron(target: Target, version: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const put = async (path: string, content: string | Buffer = '', mode = 0o644): Promise<void> => {
    const place = join(folder, path);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, content);
    await chmod(place, mode);
  };
  await put('version', version);
  await put('LICENSE', 'Electron');
  await put('LICENSES.chromium.html', '<html></html>');
  if (target.platform === 'darwin') return putMacApplication(put);
  for (const language of languages) await put(`locales/${language}.pak`);
  await put('resources/placeholder');
  if (target.platform === 'win32') await put('electron.exe', windowsProgram(), 0o755);
  else await put('electron', Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n'), fuseWire]), 0o755);
}

type Put = (path: string, content?: string | Buffer, mode?: number) => Promise<void>;

async function putMacApplication(put: Put): Promise<void> {
  const contents = 'Electron.app/Contents';
  const framework = `${contents}/Frameworks/Electron Framework.framework`;
  await put(`${contents}/Info.plist`, propertyList('Electron', 'com.github.Electron'));
  await put(`${contents}/MacOS/Electron`, '#!/bin/sh\n', 0o755);
  await put(`${contents}/Resources/electron.icns`);
  await put(`${framework}/Electron Framework`, fuseWire);
  for (const language of ['en', 'de', 'fr']) {
    await put(`${framework}/Versions/A/Resources/${language}.lproj/locale.pak`);
    await put(`${contents}/Resources/${language}.lproj/locale.pak`);
  }
  for (const kind of helpers) {
    const name = `Electron Helper${kind}`;
    await put(
      `${contents}/Frameworks/${name}.app/Contents/Info.plist`,
      propertyList(name, 'com.github.Electron.helper'),
    );
    await put(`${contents}/Frameworks/${name}.app/Contents/MacOS/${name}`, '#!/bin/sh\n', 0o755);
  }
}

function propertyList(name: string, identifier: string): string {
  const entries = {
    CFBundleExecutable: name,
    CFBundleIdentifier: identifier,
    CFBundleName: name,
    CFBundlePackageType: 'APPL',
  };
  const lines = Object.entries(entries).map(([key, value]) => `<key>${key}</key><string>${value}</string>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>${lines.join('')}</dict></plist>`;
}

/** A program without code, but with the version that packagers read and the fuses that they set. */
function windowsProgram(): Buffer {
  const program = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(program);
  const versionInfo = Resource.VersionInfo.createEmpty();
  const language = { lang: 1033, codepage: 1200 };
  versionInfo.setStringValues(language, { ProductName: 'Electron', FileDescription: 'Electron' });
  versionInfo.outputToResourceEntries(resources.entries);
  resources.entries.push({ type: 'FUSES', id: 'WIRE', bin: new Uint8Array(fuseWire).buffer, ...language });
  resources.outputResource(program);
  return Buffer.from(program.generate());
}
