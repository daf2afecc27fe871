import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GreyImage } from '#core/pairs/registering/grey-image';
import { openRegistrationWorker } from '#core/pairs/registering/open-registration-worker';
import type { SearchRequest, SearchResult } from '#core/pairs/registering/search-homography';

/** Stands in for OpenCV: what it does depends on the zoom it is asked for. */
const program = `
import { parentPort } from 'node:worker_threads';
let asked = 0;
parentPort.on('message', ({ id, request }) => {
  asked += 1;
  const fault = { message: 'out of cheese', stack: '' };
  if (request.zoomHint === 1) return parentPort.postMessage({ id, error: { code: 'internal', message: '' }, fault });
  if (request.zoomHint === 2) process.exit(3);
  if (request.zoomHint === 3) return;
  parentPort.postMessage({ id, result: { matches: asked, inliers: request.wide.data.length } });
});
`;

let programFolder = '';

beforeAll(async () => {
  programFolder = await mkdtemp(join(tmpdir(), 'telewide-worker-'));
  await writeFile(join(programFolder, 'registration-worker.js'), program);
  await writeFile(join(programFolder, 'package.json'), '{"type":"module"}');
});
afterAll(() => rm(programFolder, { recursive: true, force: true }));

function ask(zoomHint: number | null, signal?: AbortSignal): Promise<SearchResult> {
  const grey = (): GreyImage => ({ width: 2, height: 2, data: new Uint8Array(4) });
  const request: SearchRequest = { wide: grey(), tele: grey(), wideSize: grey(), teleSize: grey(), zoomHint };
  return openRegistrationWorker(programFolder).ask('search', request, { moved: [request.wide.data.buffer], signal });
}

describe('openRegistrationWorker', () => {
  it('says what to do when the program is missing', async () => {
    const grey: GreyImage = { width: 1, height: 1, data: new Uint8Array(1) };
    const request: SearchRequest = { wide: grey, tele: grey, wideSize: grey, teleSize: grey, zoomHint: null };
    const answer = openRegistrationWorker('/nowhere').ask('search', request, { moved: [] });
    await expect(answer).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('/nowhere') as string,
    });
  });

  it.each([
    ['a reported failure', 1, /out of cheese/],
    ['the end of the thread', 2, /ended with code 3/],
  ])('turns %s into an error and starts anew', async (_, zoom, words) => {
    await expect(ask(zoom)).rejects.toMatchObject({
      name: 'AppError',
      code: 'internal',
      message: expect.stringMatching(words) as string,
    });
    await expect(ask(null)).resolves.toMatchObject({ matches: 1 });
  });

  it('answers one after the other from one thread and takes the pixels along', async () => {
    await expect(ask(1)).rejects.toThrow();
    const answers = await Promise.all([ask(null), ask(null), ask(null)]);
    expect(answers.map(({ matches }) => matches)).toEqual([1, 2, 3]);
    expect(answers.map(({ inliers }) => inliers)).toEqual([4, 4, 4]);
  });

  it('stops a question that never ends, with the reason of the signal, and lets the next one through', async () => {
    const abort = new AbortController();
    const [endless, next] = [ask(3, abort.signal), ask(null)];
    setTimeout(() => abort.abort(new Error('enough')), 50);
    await expect(endless).rejects.toThrow('enough');
    await expect(next).resolves.toMatchObject({ inliers: 4, matches: 1 });
  });
});
