import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** strace sees what native code asks the system for, which no hook in Node can. */
export const canWatch = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;
if (!canWatch) console.info('strace cannot run here: what native code asks the system for is not looked at.');

/** What a program and everything that it started asked the system for. */
export interface Watched {
  /** System calls that would reach another machine, or ask for a name. */
  readonly attempts: string[];
  /** Files and folders that were made, opened for writing, or renamed outside of the allowed folders. */
  readonly writes: string[];
}

const traced = ['connect', 'sendto', 'sendmsg', 'sendmmsg'];
const making = ['open', 'openat', 'creat', 'mkdir', 'mkdirat', 'rename', 'renameat', 'renameat2', 'link', 'linkat'];
const linking = ['symlink', 'symlinkat', 'mknod', 'mknodat', 'bind'];

/** Starts a program under watch; `report` tells, once it has ended, what it asked for. */
export function watchedRun(
  command: readonly string[],
  options: { env: NodeJS.ProcessEnv; cwd: string; allowed: readonly string[] },
): { child: ChildProcess; report: () => Watched } {
  const notes = mkdtempSync(join(tmpdir(), 'telewide-watch-'));
  const calls = [...traced, ...making, ...linking].map((name) => `?${name}`).join(',');
  const watching = ['-ff', '--seccomp-bpf', '-qq', '-s', '4096', '-e', `trace=${calls}`, '-o', join(notes, 'trace')];
  const child = spawn('strace', [...watching, ...command], {
    env: options.env,
    cwd: options.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return {
    child,
    report() {
      const lines = readdirSync(notes).flatMap((name) => readFileSync(join(notes, name), 'utf8').split('\n'));
      rmSync(notes, { recursive: true, force: true });
      const written = lines.map((line) => placeOf(line, options.cwd)).filter((place) => place !== null);
      const isAllowed = (place: string): boolean =>
        [...options.allowed, '/dev', '/proc'].some((folder) => place === folder || place.startsWith(`${folder}/`));
      return {
        attempts: lines.filter(reachesOut),
        writes: [...new Set(written.filter((place) => !isAllowed(place)))],
      };
    },
  };
}

/** Loopback is this machine, unless its name service is asked. */
function reachesOut(line: string): boolean {
  if (!traced.some((name) => line.startsWith(`${name}(`))) return false;
  if (/systemd\.Resolve|systemd\/resolve/.test(line)) return true;
  if (!/sa_family=AF_INET6?\b/.test(line)) return false;
  const address = /inet_(?:addr|pton)\((?:AF_INET6, )?"([^"]+)"/.exec(line)?.[1] ?? '';
  const isHere = isIP(address) !== 0 && /^(127\.|::1$|::ffff:127\.)/.test(address);
  return !isHere || line.includes('htons(53)');
}

/** The last path of a call that makes or changes something and succeeded. */
function placeOf(line: string, cwd: string): string | null {
  const name = /^(\w+)\(/.exec(line)?.[1] ?? '';
  if (![...making, ...linking].includes(name) || line.includes(' = -1 ')) return null;
  if (/^open(at)?$/.test(name) && !/O_(WRONLY|RDWR|CREAT)/.test(line)) return null;
  const paths = [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, path = '']) => path);
  const path = name === 'bind' ? /sun_path="([^"]+)"/.exec(line)?.[1] : paths.at(-1);
  return path === undefined ? null : resolve(cwd, path);
}
