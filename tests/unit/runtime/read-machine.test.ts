import { expect, test } from 'vitest';
import { readMachine, type MachineSources } from '#core/runtime/read-machine';

/** A machine of which only this is known. */
function sources(
  known: Partial<MachineSources> & { files?: Record<string, string>; programs?: Record<string, string> },
): MachineSources {
  const { files = {}, programs = {}, ...given } = known;
  return {
    platform: 'linux',
    environment: {},
    processor: 'Processor 9',
    systemRelease: '6.1',
    readText: async (path) => files[path] ?? null,
    list: async (folder) => {
      const below = Object.keys(files).filter((path) => path.startsWith(`${folder}/`));
      const names = new Set(below.map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''));
      return [...names].map((name) => ({ name, stamp: String(files[`${folder}/${name}`]?.length ?? 0) }));
    },
    run: async (program) => programs[program] ?? null,
    ...given,
  };
}

test.each(['linux', 'win32', 'darwin', 'freebsd'] as const)(
  'of a machine (%s) that tells nothing, nothing is known but its processor',
  async (platform) => {
    const { adapters, drivers } = await readMachine(sources({ platform }));
    expect(adapters).toEqual({ cuda: null, directml: null, coreml: null, webgpu: null, cpu: 'Processor 9' });
    expect(drivers).toBe(`${platform}; 6.1`);
  },
);

test('Windows lists its adapters with their drivers, and what it draws with in their absence is none', async () => {
  const key = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}';
  const reg = [
    `${key}\\0000`,
    '    DriverDesc    REG_SZ    NVIDIA GeForce RTX 4070',
    '    DriverVersion    REG_SZ    32.0.15.6094',
    '',
    `${key}\\0001`,
    '    DriverDesc    REG_SZ    Intel(R) UHD Graphics 770',
    '    DriverVersion    REG_SZ    31.0.101.5590',
    '',
    `${key}\\0002`,
    '    DriverDesc    REG_SZ    Microsoft Basic Display Adapter',
    '    DriverVersion    REG_SZ    10.0.22621.1',
    '',
  ].join('\r\n');
  const { adapters, drivers } = await readMachine(
    sources({ platform: 'win32', programs: { 'C:\\Windows\\System32\\reg.exe': reg } }),
  );
  expect(adapters.cuda).toBe('NVIDIA GeForce RTX 4070');
  expect(adapters.directml).toBe('NVIDIA GeForce RTX 4070, Intel(R) UHD Graphics 770');
  expect(drivers).toContain('NVIDIA GeForce RTX 4070 32.0.15.6094');
});

test('macOS names its chip; the driver is the system', async () => {
  const system_profiler = 'Graphics/Displays:\n\n    Apple M2:\n\n      Chipset Model: Apple M2\n      Type: GPU\n';
  const { adapters, drivers } = await readMachine(
    sources({
      platform: 'darwin',
      programs: { '/usr/sbin/system_profiler': system_profiler },
      systemRelease: '24.1.0',
    }),
  );
  expect(adapters.coreml).toBe('Apple M2');
  expect(drivers).toBe('darwin; 24.1.0; Apple M2 24.1.0');
});

const nvidia = {
  '/proc/driver/nvidia/version': 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22 2024\n',
  '/proc/driver/nvidia/gpus/0000:01:00.0/information': 'Model: \t\t NVIDIA H100 80GB HBM3\nIRQ: 1\n',
};

test("Linux tells NVIDIA's cards from its driver", async () => {
  const { adapters, drivers } = await readMachine(sources({ files: nvidia }));
  expect(adapters).toMatchObject({ cuda: 'NVIDIA H100 80GB HBM3', webgpu: 'NVIDIA H100 80GB HBM3' });
  expect(drivers).toContain('NVIDIA H100 80GB HBM3 550.54.14');
});

test('and other cards from the kernel, by their name where lspci is there', async () => {
  const files = {
    '/sys/class/drm/card0/device/vendor': '0x1002\n',
    '/sys/class/drm/card0/device/device': '0x744c\n',
    '/sys/class/drm/card0/device/uevent': 'DRIVER=amdgpu\nPCI_SLOT_NAME=0000:03:00.0\n',
    '/sys/class/drm/card0-DP-1/status': 'connected',
  };
  expect((await readMachine(sources({ files }))).adapters.webgpu).toBe('AMD 0x744c');
  const lspci = '03:00.0 VGA compatible controller: AMD/ATI Navi 31 [Radeon RX 7900 XTX] (rev c8)\n';
  const named = await readMachine(sources({ files, programs: { lspci } }));
  expect(named.adapters).toMatchObject({ webgpu: 'AMD/ATI Navi 31 [Radeon RX 7900 XTX]', cuda: null });
});

test('a new driver changes what is said of the drivers, and nothing else does', async () => {
  const of = async (files: Record<string, string>): Promise<string> => (await readMachine(sources({ files }))).drivers;
  const before = await of(nvidia);
  expect(await of({ ...nvidia })).toBe(before);
  const version = nvidia['/proc/driver/nvidia/version'].replace('550.54.14', '560.28.03');
  expect(await of({ ...nvidia, '/proc/driver/nvidia/version': version })).not.toBe(before);
  const icd = '/usr/share/vulkan/icd.d/radeon_icd.json';
  expect(await of({ [icd]: 'a' })).not.toBe(await of({ [icd]: 'ab' }));
});

test("Chromium's software Vulkan is called what it is", async () => {
  const environment = { VK_ICD_FILENAMES: '/usr/lib/chromium/vk_swiftshader_icd.json' };
  expect((await readMachine(sources({ environment }))).adapters.webgpu).toBe('SwiftShader (software)');
});

test('of this machine at least the processor is known', async () => {
  const { adapters, drivers } = await readMachine();
  expect(adapters.cpu).not.toBeNull();
  expect(drivers).toContain(process.platform);
});
