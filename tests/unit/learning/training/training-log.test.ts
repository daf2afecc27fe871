import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openTrainingLog, type LogEntry } from '#core/learning/training/training-log';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let path = '';
beforeEach(() => {
  path = join(temporaryFolder(), 'log.ndjson');
});

function trainEntry(step: number): LogEntry {
  const figures = { loss: 1 / step, 'gradient-norm': 0.5 };
  return {
    event: 'train',
    step,
    seconds: step / 10,
    learningRate: 1e-4,
    figures,
    skipped: 0,
    stepsPerSecond: 4,
    waiting: 0,
  };
}

const text = (...steps: number[]): string => steps.map((step) => `${JSON.stringify(trainEntry(step))}\n`).join('');

describe('openTrainingLog', () => {
  it('begins with nothing where there is no log, and drops one that has no checkpoint', async () => {
    expect((await openTrainingLog(path, null)).entries).toEqual([]);
    writeFileSync(path, text(10, 20));
    expect((await openTrainingLog(path, null)).entries).toEqual([]);
    expect(readFileSync(path, 'utf8')).toBe('');
  });

  it('passes over a line that a kill cut short, and lines that are something else', async () => {
    writeFileSync(path, `${text(10)}nonsense\n{"event":"other","step":12}\n${text(20)}${text(30).slice(0, 25)}`);
    const log = await openTrainingLog(path, 99);
    expect(log.entries).toEqual([10, 20].map(trainEntry));
    await log.append(trainEntry(40));
    expect(readFileSync(path, 'utf8')).toBe(text(10, 20, 40));
  });

  it('drops what lies beyond the checkpoint, so that the curve goes on from there', async () => {
    writeFileSync(path, text(10, 20, 30, 40));
    const log = await openTrainingLog(path, 20);
    await log.append(trainEntry(30));
    expect(log.entries.map(({ step }) => step)).toEqual([10, 20, 30]);
    expect(readFileSync(path, 'utf8')).toBe(text(10, 20, 30));
  });

  it('keeps the lines of an older training as they are', async () => {
    const line = `${JSON.stringify({ further: 'facts', ...trainEntry(10) })}\n`;
    writeFileSync(path, line + text(20));
    await openTrainingLog(path, 10);
    expect(readFileSync(path, 'utf8')).toBe(line);
  });

  it('gives every kind of entry back as it was written', async () => {
    const log = await openTrainingLog(path, null);
    const place = { step: 5, seconds: 1.5 };
    const facts = { device: 'cpu', deviceReason: 'why', trainingPhotos: 9, validationPhotos: 1 };
    await log.append({ event: 'start', ...place, ...facts, options: { seed: 1, from: null } });
    await log.append(trainEntry(6));
    await log.append({ event: 'validation', ...place, gain: { 'mean/true': -0.25 } });
    await log.append({ event: 'end', ...place });
    expect((await openTrainingLog(path, 6)).entries).toEqual(log.entries);
  });
});
