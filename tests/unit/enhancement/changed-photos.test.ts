import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { EnhanceChoices } from '#contract/enhancement';
import { isFinished } from '#contract/jobs';
import { emptyProject } from '#contract/project-document';
import { createPairEnhancements, type PairEnhancements } from '#core/enhancement/process/pair-enhancements';
import { dataFolderAt, resultPath } from '#core/ground/disk/data-folder';
import { createJobQueue } from '#core/ground/waiting/job-queue';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const pair = { id: 'pair', wideId: 'a', teleIds: [], reason: null };
const choices = { model: 'fast', device: 'cpu', crop: null, useReference: true } as unknown as EnhanceChoices;

/** The pair's enhancements, with a process that makes the same small picture of everything and counts. */
function open(): {
  folder: string;
  enhancements: PairEnhancements;
  photo: string;
  made: () => number;
  enhance: () => Promise<void>;
  /** The pairs of which was said that something changed. */
  told: string[];
} {
  const folder = temporaryFolder();
  const photo = join(folder, 'wide.jpg');
  writeFileSync(photo, 'a photo');
  const told: string[] = [];
  let made = 0;
  const jobs = createJobQueue({
    announce: () => undefined,
    journal: { interrupted: [], write: () => undefined },
    logFault: () => undefined,
  });
  const process = {
    async ask(_: 'enhance', { scratchPath }: { scratchPath: string }) {
      made += 1;
      await sharp({ create: { width: 64, height: 64, channels: 3, background: 'grey' } })
        .tiff()
        .toFile(scratchPath);
      const crop = { x: 0, y: 0, width: 32, height: 32 };
      const milliseconds = { read: 1, register: 1, prepare: 1, infer: 1, write: 1 };
      return { report: { crop, milliseconds }, provenance: { columns: 1, rows: 1, pixels: new Uint8Array(4) } };
    },
  };
  const enhancements = createPairEnhancements({
    process: process as never,
    data: dataFolderAt(join(folder, 'data')),
    jobs,
    models: { load: async () => ({ summary: { sha256: 'f' } }) } as never,
    registrations: { settled: async () => null, read: async () => null } as never,
    document: () => ({ ...emptyProject, pairs: [pair] }),
    filesOf: () => ({ widePath: photo, telePaths: [] }),
    sizeOf: async () => ({ width: 32, height: 32 }),
    pixelLimit: () => 1e6,
    memoryBudget: () => 1e9,
    programFolder: folder,
    changed: (pairId) => void told.push(pairId),
    grown: () => undefined,
  });
  const enhance = async (): Promise<void> => {
    const id = enhancements.start(pair, choices);
    await expect
      .poll(() => jobs.list().filter((job) => job.id === id && isFinished(job.state)), { timeout: 60_000 })
      .toHaveLength(1);
    expect(jobs.list().find((job) => job.id === id)?.state).toEqual({ name: 'succeeded' });
  };
  return { folder, enhancements, photo, made: () => made, enhance, told };
}

test('what was made of a photo that was replaced is neither shown nor exported, and can be made again', async () => {
  const { enhancements, photo, made, enhance, told } = open();
  await enhance();
  const old = (await enhancements.read(pair)).enhancement?.key ?? '';
  expect(await enhancements.pairOf(old)).toEqual(pair);
  writeFileSync(photo, 'another');
  utimesSync(photo, 1e9, 1e9);
  expect(await enhancements.read(pair)).toEqual({ enhancement: null, alone: null, replacedPhoto: 'wide.jpg' });
  expect(told).toHaveLength(1);
  const refused = { code: 'not-found', message: expect.stringContaining('wide.jpg has changed on the disk') as string };
  await expect(enhancements.pairOf(old)).rejects.toMatchObject(refused);
  expect(told, 'the page shall look again').toHaveLength(2);
  await expect(enhancements.compare(pair)).rejects.toMatchObject({ code: 'not-found' });
  await enhance();
  expect(await enhancements.read(pair)).toMatchObject({ replacedPhoto: null });
  expect(made()).toBe(2);
  const key = (await enhancements.read(pair)).enhancement?.key ?? '';
  expect(key).not.toBe(old);
  expect(await enhancements.pairOf(key)).toEqual(pair);
});

test('a photo that was only touched, or whose disk is away, keeps what was made of it', async () => {
  const { enhancements, photo, made, enhance } = open();
  await enhance();
  utimesSync(photo, 1e9, 1e9);
  await enhance();
  expect(made()).toBe(1);
  expect((await enhancements.read(pair)).enhancement).not.toBeNull();
  await rm(photo);
  expect((await enhancements.read(pair)).enhancement).not.toBeNull();
});

test('a preview of a photo that was replaced is another preview', async () => {
  const { enhancements, photo } = open();
  const keyNow = async (): Promise<string> => (await enhancements.spotOf(pair, choices)).pairKey;
  const before = await keyNow();
  expect(await keyNow()).toBe(before);
  writeFileSync(photo, 'another');
  utimesSync(photo, 1e9, 1e9);
  expect(await keyNow()).not.toBe(before);
});

test('an enhancement whose picture went with the oldest of the cache counts as not made', async () => {
  const { folder, enhancements, made, enhance } = open();
  await enhance();
  const key = (await enhancements.read(pair)).enhancement?.key ?? '';
  rmSync(resultPath(dataFolderAt(join(folder, 'data')), key));
  expect((await enhancements.read(pair)).enhancement).toBeNull();
  await expect(enhancements.pairOf(key)).rejects.toMatchObject({ code: 'not-found' });
  await enhance();
  expect(made()).toBe(2);
});
