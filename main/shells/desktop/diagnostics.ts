import { existsSync, readFileSync } from 'node:fs';
import { arch, cpus, release, totalmem, version as systemVersion } from 'node:os';
import { join } from 'node:path';
import { version } from '#contract/version';
import { dataFolderAt } from '#core/ground/disk/data-folder';
import type { EngineSupervisor } from '#host/engine-supervisor';

const logLines = 200;

/**
 * What somebody who looks for a fault asks for first: versions, the machine, its devices, settings, and the last lines of the
 * logs. Names of files and folders are taken out unless `withFileNames`.
 */
export async function collectDiagnostics(options: {
  engine: EngineSupervisor;
  dataFolder: string;
  withFileNames: boolean;
}): Promise<string> {
  const { engine, dataFolder, withFileNames } = options;
  const { electron, chrome, node }: Partial<NodeJS.ProcessVersions> = process.versions;
  const { logs } = dataFolderAt(dataFolder);
  const text = [
    `Telewide ${version}, Electron ${electron ?? 'none'}, Chromium ${chrome ?? 'none'}, Node ${node ?? ''}`,
    `${process.platform} ${release()} (${systemVersion()}), ${arch()}`,
    `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `Engine: ${JSON.stringify(engine.state)}`,
    ...(await linesOf('Devices', () => engine.call['devices.list']({}))),
    ...(await linesOf('Models', () => engine.call['models.list']({}))),
    ...(await linesOf('Settings', async () => [await engine.call['settings.read']({})])),
    ...['desktop', 'engine'].flatMap((name) => [
      '',
      `Last lines of ${name}.log`,
      ...lastLines(join(logs, `${name}.log`)),
    ]),
  ].join('\n');
  return withFileNames ? `${text}\n` : `${withoutFileNames(text)}\n`;
}

/** An engine that cannot answer is what the diagnostics may be about. */
async function linesOf(title: string, ask: () => Promise<readonly unknown[]>): Promise<string[]> {
  const late = new Promise<unknown[]>((done) => setTimeout(done, 30_000, ['no answer']).unref());
  const answers = await Promise.race([ask(), late]).catch((error: unknown) => [String(error)]);
  return ['', title, ...answers.map((answer) => `  ${typeof answer === 'string' ? answer : JSON.stringify(answer)}`)];
}

function lastLines(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n').slice(-logLines) : ['none'];
}

/** Our own files: where in the program something happened is no secret. */
const ownFile = /(?:dist\/main\/[\w.-]+|node:[\w/.-]+|node_modules\/[\w@/.-]+)(?::\d+)*/;
const endings = 'jpe?g|png|tiff?|webp|avif|hei[cf]|telewide(?:-model)?';
/**
 * From a slash, a drive or a share up to an ending that we know or, without one, to the end of the line: spaces may be in a path, so
 * nobody can tell where it stops, and too much taken out is better than too little.
 */
const pathPattern = new RegExp(
  `(?:file://|[A-Za-z]:[\\\\/]|\\\\\\\\|~/|(?<![\\w.<])/(?=[^\\s/]))` +
    `(?:[^"'\`\\n\\r<>|*?;]*?\\.(?:${endings}|[cm]?js|ts|json|ndjson|log|txt|safetensors|svelte)(?=$|[\\s"'\`,:;)])(?!\\s\\S*[/\\\\])` +
    `|[^"'\`\\n\\r<>|*?;]*)`,
  'gi',
);
const photoName = new RegExp(`[^\\s"'\`/\\\\(),:]+(?: [^\\s"'\`/\\\\(),:]+)*?\\.(?:${endings})\\b`, 'gi');

/** The text with everything that looks like a path, or like the name of a photo, a project or a model, taken out. */
export function withoutFileNames(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(pathPattern, (path) => replacement(path)).replace(photoName, '[file]'))
    .join('\n');
}

/** Of a path to our own programs the end stays. */
function replacement(path: string): string {
  const own = ownFile.exec(path.replaceAll('\\', '/'));
  return own === null ? '[path]' : `[path]/${own[0]}`;
}
