import { expect, it } from 'vitest';
import { addToWindow, emptyWindow, summarise } from '#core/learning/training/loss-window';

const report = (figures: Record<string, number>, seconds = 0.5, waitedSeconds = 0.125) => ({
  figures: { 'gradient-norm': 1, ...figures },
  learningRate: 1e-3,
  seconds,
  waitedSeconds,
});

it('means leave out steps that changed nothing, which are counted', () => {
  const steps = [report({ loss: 1 }), report({ loss: 400, 'gradient-norm': Number.NaN }), report({ loss: 2 })];
  expect(summarise(steps.reduce(addToWindow, emptyWindow()))).toEqual({
    figures: { loss: 1.5, 'gradient-norm': 1 },
    skipped: 1,
    stepsPerSecond: 2,
    waiting: 0.25,
  });
});

it('nothing but skipped steps gives no figures', () => {
  const window = addToWindow(emptyWindow(), report({ loss: Infinity, 'gradient-norm': Infinity }));
  expect(summarise(window)).toMatchObject({ figures: {}, skipped: 1 });
});

it('goes on from a checkpoint as if it had never stopped', () => {
  const steps = [0.1, 0.7, 0.3, 0.9].map((loss) => report({ loss }));
  const half = JSON.parse(JSON.stringify(steps.slice(0, 2).reduce(addToWindow, emptyWindow()))) as typeof through;
  const through = steps.reduce(addToWindow, emptyWindow());
  expect(steps.slice(2).reduce(addToWindow, half)).toEqual(through);
});

it('figures that only some steps tell are kept until the line is written', () => {
  const steps = [report({ loss: 1, 'loss.a': 4 }), report({ loss: 2, 'loss.b': 6 }), report({ loss: 3, 'loss.a': 8 })];
  expect(summarise(steps.reduce(addToWindow, emptyWindow())).figures).toEqual({
    loss: 2,
    'loss.a': 4,
    'loss.b': 2,
    'gradient-norm': 1,
  });
});
