import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type CDPSession, type Page } from '@playwright/test';
import { silentLog } from '#core/ground/disk/log-file';
import { startWebShell } from '../../main/shells/web/web-shell.ts';
import { findChromium } from '../support/find-chromium.ts';
import { libraryPhotos } from '../support/library-photos.ts';

/**
 * Ten thousand small photos, half of them with a small picture in their EXIF, through the real engine and the built page: time to the
 * first pictures, the longest gap between frames while scrolling, memory. `npx tsx tests/bench/library.ts [photos]` after `npm run build`.
 */
const count = Number(process.argv[2] ?? 10_000);
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'telewide-library-')));
const photos = join(folder, 'photos');
const dataFolder = join(folder, 'data');
mkdirSync(dataFolder);

const begun = performance.now();
await libraryPhotos(photos, count);
writeFileSync(join(photos, 'Thumbs.db'), 'no photo');
const [load = 0] = loadavg();
console.log(
  `${availableParallelism()} cores, ${load.toFixed(1)} programs want them: below the number of cores the figures are our own`,
);
console.log(`${count} photos made in ${seconds(performance.now() - begun)} s, ${megabytes(folderBytes(photos))} MB`);

const start = () =>
  startWebShell({
    port: 0,
    dataFolder,
    resourcesFolder: root,
    programFolder: join(root, 'dist/main'),
    pageFolder: join(root, 'dist/renderer'),
    allowedFolders: [photos],
    log: silentLog,
  });

let shell = await start();
const browser = await chromium.launch({
  executablePath: findChromium(console.log).path,
  args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--enable-precise-memory-info'],
});
try {
  const page = await openPage(shell.url);
  await page.getByRole('button', { name: 'Choose two photos' }).waitFor();
  await page.waitForTimeout(1000);
  await watchFrames(page);
  const answers = watchAnswers(shell.url);
  const from = performance.now();
  await (await answers).add(photos);
  await shown(page, 1);
  console.log(`first thumbnail after ${seconds(performance.now() - from)} s`);
  await shown(page, 12);
  console.log(`first twelve after ${seconds(performance.now() - from)} s`);
  await (
    await answers
  ).added;
  console.log(`everything read and paired after ${seconds(performance.now() - from)} s`);
  console.log(`while reading: longest gap between frames ${await longestGap(page)} ms`);
  console.log(`while reading: slowest answer of the engine ${(await answers).slowest().toFixed(0)} ms`);
  await memory(page, 'after reading');

  await page.getByRole('listbox', { name: 'Library' }).waitFor();
  await longestGap(page);
  for (const [name, step] of [
    ['wheel', 400],
    ['fast', 3000],
    ['jumps', 40_000],
  ] as const) {
    const gaps = await scroll(page, step);
    console.log(
      `scrolling, ${name}: longest gap ${gaps.longest} ms, 99th percentile ${gaps.most} ms, ${gaps.frames} frames`,
    );
  }
  await memory(page, 'after scrolling');
  const sortFrom = performance.now();
  await page.getByLabel('Order', { exact: true }).selectOption('name');
  await page.waitForTimeout(300);
  console.log(
    `ordered by name: longest gap ${await longestGap(page)} ms (${seconds(performance.now() - sortFrom - 300)} s)`,
  );
  await page.locator('[role=option]').first().click();
  const editFrom = performance.now();
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: /Undo: remove/ }).waitFor();
  console.log(
    `one photo taken off after ${(performance.now() - editFrom).toFixed(0)} ms, longest gap ${await longestGap(page)} ms`,
  );
  await page.keyboard.press('Control+z');
  await page.waitForTimeout(1500);
  await page.close();
  (await answers).close();

  await shell.close();
  const again = performance.now();
  shell = await start();
  const second = await openPage(shell.url);
  await shown(second, 12);
  console.log(`opened again: twelve thumbnails after ${seconds(performance.now() - again)} s`);
  await second.waitForTimeout(3000);
  await memory(second, 'opened again');
} finally {
  await browser.close();
  await shell.close();
  rmSync(folder, { recursive: true, force: true });
}

async function openPage(url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  await page.addInitScript('globalThis.__name = (named) => named');
  page.on('pageerror', (error) => console.log(`the page failed: ${error.message}`));
  await page.goto(url);
  return page;
}

/** A second client of the same program: it adds the folder, and asks small questions all the while. */
async function watchAnswers(url: string) {
  const address = new URL(url);
  const response = await fetch(url, { redirect: 'manual' });
  const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(`ws://${address.host}/pipe`, { origin: address.origin, headers: { cookie } });
  const waiting = new Map<number, () => void>();
  let lastId = 0;
  let slowest = 0;
  let done: () => void = () => undefined;
  const added = new Promise<void>((resolve) => (done = resolve));
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as { id?: number; event?: string };
    if (message.event === 'photos.added') done();
    if (message.id !== undefined) waiting.get(message.id)?.();
  });
  await new Promise((resolve) => socket.once('open', resolve));
  const ask = (name: string, params: object): Promise<void> => {
    const id = ++lastId;
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, name, params }));
    });
  };
  const timer = setInterval(() => {
    const asked = performance.now();
    void ask('settings.read', {}).then(() => (slowest = Math.max(slowest, performance.now() - asked)));
  }, 100);
  return {
    add: (path: string) => ask('photos.add', { paths: [path] }),
    added,
    slowest: () => slowest,
    close: () => {
      clearInterval(timer);
      socket.terminate();
    },
  };
}

async function shown(page: Page, wanted: number): Promise<void> {
  await page.waitForFunction(
    (least) =>
      [...document.querySelectorAll<HTMLImageElement>('img.wide')].filter((one) => one.naturalWidth > 0).length >=
      least,
    wanted,
    { polling: 16, timeout: 120_000 },
  );
}

/** Remembers the time of every frame. */
async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const frames: number[] = [];
    (globalThis as unknown as { frames?: number[] }).frames = frames;
    const tick = (): void => {
      frames.push(performance.now());
      requestAnimationFrame(tick);
    };
    tick();
  });
}

/** Between frames since the last time it was asked, milliseconds. */
async function frameGaps(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const frames = (globalThis as unknown as { frames?: number[] }).frames ?? [];
    const gaps = frames.slice(1).map((time, index) => time - (frames[index] ?? time));
    frames.splice(0, frames.length - 1);
    return gaps;
  });
}

async function longestGap(page: Page): Promise<number> {
  return Math.round(Math.max(0, ...(await frameGaps(page))));
}

/** Turns the wheel over the library for six seconds, so many pixels at a time; `step` beyond a screen drags the bar instead. */
async function scroll(page: Page, step: number): Promise<{ longest: number; most: number; frames: number }> {
  await page.evaluate(() => document.querySelector('.grid .scroller')?.scrollTo(0, 0));
  await page.mouse.move(500, 500);
  await page.waitForTimeout(500);
  await longestGap(page);
  const until = performance.now() + 6000;
  for (let place = step; performance.now() < until; place += step) {
    if (step > 5000)
      await page.evaluate((top) => document.querySelector('.grid .scroller')?.scrollTo(0, top), place % 150_000);
    else await page.mouse.wheel(0, step);
    await page.waitForTimeout(16);
  }
  const gaps = (await frameGaps(page)).sort((one, other) => one - other);
  return {
    longest: Math.round(gaps.at(-1) ?? 0),
    most: Math.round(gaps[Math.floor(gaps.length * 0.99)] ?? 0),
    frames: gaps.length,
  };
}

async function memory(page: Page, when: string): Promise<void> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number };
  const processes = execFileSync('ps', ['-eo', 'pid,rss,args', '--no-headers'], { encoding: 'utf8' }).split('\n');
  const rssOf = (word: string): number[] =>
    processes.flatMap((line) => {
      const [, pid, rss, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      const isOurs = args?.includes(word) === true && (word !== '--type=renderer' || isBelow(Number(pid), process.pid));
      return isOurs ? [Number(rss) * 1024] : [];
    });
  const largest = Math.max(0, ...rssOf('--type=renderer'));
  console.log(
    `${when}: page ${megabytes(usedSize)} MB JavaScript, ${megabytes(largest)} MB process; engine ${rssOf(`engine.js ${dataFolder}`).map(megabytes).join(', ')} MB; reader ${rssOf('library-worker.js').map(megabytes).join(', ')} MB`,
  );
}

/** Whether a process descends from another. */
function isBelow(pid: number, ancestor: number): boolean {
  for (let one = pid; one > 1;) {
    if (one === ancestor) return true;
    try {
      one = Number(/^\d+ \(.*\) \S (\d+)/.exec(readFileSync(`/proc/${one}/stat`, 'utf8'))?.[1] ?? 0);
    } catch {
      return false;
    }
  }
  return false;
}

function folderBytes(path: string): number {
  return readdirSync(path).reduce((sum, name) => sum + readFileSync(join(path, name)).length, 0);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
