import { execFile } from 'node:child_process';
import { readFile, readdir, stat } from 'node:fs/promises';
import { cpus, release } from 'node:os';
import { join } from 'node:path';
import type { DeviceName } from '#contract/models';

/** What can be known of a machine without starting a driver. */
export interface Machine {
  /** The name of the hardware behind each device, as people know it; null where that cannot be told. */
  readonly adapters: Readonly<Record<DeviceName, string | null>>;
  /** Changes with every driver, system or card: what was found out about a device holds as long as this stays. */
  readonly drivers: string;
}

/** How a machine is asked; the real ones unless told. */
export interface MachineSources {
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
  /** Of the processor. */
  processor: string;
  systemRelease: string;
  /** Null for a file that is not there. */
  readText: (path: string) => Promise<string | null>;
  /** Names in a folder with size and time of change; none when there is no such folder. */
  list: (folder: string) => Promise<{ name: string; stamp: string }[]>;
  /** What a program prints; null when it cannot be run. */
  run: (program: string, programArguments: string[]) => Promise<string | null>;
}

interface Card {
  name: string;
  driver: string;
  isNvidia: boolean;
}

/** Never throws: what cannot be read is not known. Takes some tens of milliseconds, on macOS up to two seconds. */
export async function readMachine(sources: MachineSources = thisMachine()): Promise<Machine> {
  const cards =
    await cardReaders[sources.platform === 'win32' || sources.platform === 'darwin' ? sources.platform : 'linux'](
      sources,
    );
  const all = namesOf(cards);
  return {
    adapters: {
      cuda: namesOf(cards.filter(({ isNvidia }) => isNvidia)),
      directml: all,
      coreml: all,
      webgpu: all,
      cpu: sources.processor === '' ? null : sources.processor,
    },
    drivers: [sources.platform, sources.systemRelease, ...cards.map(({ name, driver }) => `${name} ${driver}`)].join(
      '; ',
    ),
  };
}

function namesOf(cards: readonly Card[]): string | null {
  const names = [...new Set(cards.map(({ name }) => name).filter((name) => name !== ''))];
  return names.length === 0 ? null : names.join(', ');
}

const cardReaders = { win32: readWindowsCards, darwin: readMacCards, linux: readLinuxCards };

/** Every display adapter has a numbered key with its name and the version of its driver. */
async function readWindowsCards({ run, environment }: MachineSources): Promise<Card[]> {
  const key = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}';
  const answer =
    (await run(`${environment.SystemRoot ?? 'C:\\Windows'}\\System32\\reg.exe`, [
      'query',
      key,
      '/s',
      '/v',
      'Driver*',
    ])) ?? '';
  return answer.split(/\r?\n(?=HKEY_)/).flatMap((section) => {
    const valueOf = (name: string): string =>
      new RegExp(`^\\s+${name}\\s+REG_SZ\\s+(.+)$`, 'm').exec(section)?.[1]?.trim() ?? '';
    const name = valueOf('DriverDesc');
    // What Windows draws with while no driver is installed.
    if (name === '' || /^Microsoft (Basic|Remote)/.test(name)) return [];
    return [{ name, driver: valueOf('DriverVersion'), isNvidia: /nvidia/i.test(name) }];
  });
}

/** Drivers come with the system there. */
async function readMacCards({ run, systemRelease }: MachineSources): Promise<Card[]> {
  const answer = await run('/usr/sbin/system_profiler', ['SPDisplaysDataType']);
  const names = [...(answer ?? '').matchAll(/^\s*Chipset Model:\s*(.+)$/gm)].map(([, name = '']) => name.trim());
  return names.map((name) => ({ name, driver: systemRelease, isNvidia: false }));
}

const vulkanFolders = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];

async function readLinuxCards(sources: MachineSources): Promise<Card[]> {
  const [nvidia, others, vulkan] = await Promise.all([readNvidia(sources), readPciCards(sources), readVulkan(sources)]);
  const known = nvidia.length > 0 ? others.filter(({ isNvidia }) => !isNvidia) : others;
  return [...nvidia, ...known, ...vulkan];
}

async function readNvidia({ readText, list }: MachineSources): Promise<Card[]> {
  const version = /\b\d+\.\d+(\.\d+)*\b/.exec((await readText('/proc/driver/nvidia/version')) ?? '')?.[0] ?? '';
  const folder = '/proc/driver/nvidia/gpus';
  const texts = await Promise.all((await list(folder)).map(({ name }) => readText(join(folder, name, 'information'))));
  return texts.flatMap((text) => {
    const name = /^Model:\s*(.+)$/m.exec(text ?? '')?.[1]?.trim();
    return name === undefined ? [] : [{ name, driver: version, isNvidia: true }];
  });
}

const vendors: Readonly<Record<string, string>> = { '0x1002': 'AMD', '0x8086': 'Intel', '0x10de': 'NVIDIA' };

/** The kernel knows maker and model as numbers; models have names only where lspci is installed. */
async function readPciCards({ readText, list, run }: MachineSources): Promise<Card[]> {
  const folder = '/sys/class/drm';
  const cards = (await list(folder)).filter(({ name }) => /^card\d+$/.test(name));
  const found = await Promise.all(
    cards.map(async ({ name }) => {
      const device = join(folder, name, 'device');
      const [vendor, model, slot] = await Promise.all(
        ['vendor', 'device', 'uevent'].map(async (file) => (await readText(join(device, file)))?.trim() ?? ''),
      );
      const maker = vendors[vendor ?? ''];
      if (maker === undefined) return [];
      const address = /^PCI_SLOT_NAME=(.+)$/m.exec(slot ?? '')?.[1];
      const listed = address === undefined ? null : await run('lspci', ['-s', address]);
      const named = /^\S+ [^:]+: (.+?)(?: \(rev \w+\))?$/m.exec(listed?.trim() ?? '')?.[1];
      return [{ name: named ?? `${maker} ${model ?? ''}`.trim(), driver: '', isNvidia: maker === 'NVIDIA' }];
    }),
  );
  return found.flat();
}

/** Vulkan's drivers are files; one that is named by hand goes before those that are installed. */
async function readVulkan({ environment, list, readText }: MachineSources): Promise<Card[]> {
  const chosen = environment.VK_DRIVER_FILES ?? environment.VK_ICD_FILENAMES;
  if (chosen !== undefined) {
    const name = chosen.includes('swiftshader') ? 'SwiftShader (software)' : '';
    return [{ name, driver: `${chosen} ${(await readText(chosen)) ?? ''}`, isNvidia: false }];
  }
  const files = (await Promise.all(vulkanFolders.map(list))).flat();
  return files.map(({ name, stamp }) => ({ name: '', driver: `${name} ${stamp}`, isNvidia: false }));
}

function thisMachine(): MachineSources {
  return {
    platform: process.platform,
    environment: process.env,
    processor: cpus()[0]?.model.trim() ?? '',
    systemRelease: release(),
    readText: (path) => readFile(path, 'utf8').catch(() => null),
    async list(folder) {
      const names = await readdir(folder).catch(() => []);
      return Promise.all(
        names.sort().map(async (name) => {
          const facts = await stat(join(folder, name)).catch(() => null);
          return { name, stamp: facts === null ? '' : `${facts.size} ${facts.mtimeMs}` };
        }),
      );
    },
    run: (program, programArguments) =>
      new Promise((done) => {
        execFile(program, programArguments, { timeout: 5000, windowsHide: true }, (error, stdout) =>
          done(error === null ? stdout : null),
        );
      }),
  };
}
