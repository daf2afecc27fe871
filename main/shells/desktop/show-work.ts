import { Notification, powerSaveBlocker, type BrowserWindow } from 'electron';
import type { BatchChange } from '#contract/batch-changes';
import { isFinished, type JobKind, type JobSnapshot } from '#contract/jobs';
import type { EngineSupervisor } from '#host/engine-supervisor';
import type { SpokenWords } from './words/spoken-words.ts';

/** What a person waits for; the rest is over in a moment. */
const longKinds: readonly JobKind[] = ['enhancement', 'comparison', 'export', 'adaptation'];
/** While these run the machine stays awake; learning can go on tomorrow. */
const wakefulKinds: readonly JobKind[] = ['enhancement', 'comparison', 'export'];

/**
 * Shows on the taskbar or dock how far the work is, keeps the machine from sleeping while photos are enhanced and exported (its
 * screen may go dark), and says that a batch is done when nobody looks.
 */
export function showWork(engine: EngineSupervisor, getWindow: () => BrowserWindow | null, words: SpokenWords): void {
  const jobs = new Map<string, JobSnapshot>();
  const batches = new Map<string, BatchChange>();
  let blocker: number | null = null;

  function show(): void {
    const running = [...jobs.values()].filter(({ kind }) => longKinds.includes(kind));
    const working = [...batches.values()].filter(isWorking);
    const fractions = [
      ...running.map(({ state }) => (state.name === 'running' ? state.progress.fraction : 0)),
      ...working.map(({ snapshot }) => snapshot?.progress.fraction ?? 0),
    ];
    const mean = fractions.reduce((sum, one) => sum + one, 0) / fractions.length;
    getWindow()?.setProgressBar(fractions.length === 0 ? -1 : mean);
    stayAwake(working.length > 0 || running.some(({ kind }) => wakefulKinds.includes(kind)));
  }

  function stayAwake(isNeeded: boolean): void {
    if (isNeeded) blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  }

  function hearBatch(batch: BatchChange): void {
    const before = batches.get(batch.id);
    batches.set(batch.id, batch);
    const isNewlyDone = before !== undefined && isWorking(before) && batch.snapshot?.isFinished === true;
    if (isNewlyDone && getWindow()?.isFocused() !== true) announce(batch);
  }

  function announce({ snapshot }: BatchChange): void {
    if (snapshot === null || !Notification.isSupported()) return;
    const { done, failed } = snapshot.counts;
    const notification = new Notification({ title: 'Telewide', body: words.now.work.batchDone(done, failed) });
    notification.on('click', () => getWindow()?.focus());
    notification.show();
  }

  engine.listen(({ event, payload }) => {
    if (event === 'job.changed') {
      const job = payload as JobSnapshot;
      if (isFinished(job.state)) jobs.delete(job.id);
      else jobs.set(job.id, job);
    } else if (event === 'batch.changed') hearBatch(payload as BatchChange);
    else if (event === 'batch.forgotten') batches.delete((payload as { batchId: string }).batchId);
    // What an engine that died was doing, it does no more.
    else if (event === 'engine.changed') jobs.clear();
    else return;
    show();
  });
}

function isWorking({ isPaused, problem, snapshot }: BatchChange): boolean {
  return !isPaused && problem === null && snapshot?.isFinished === false && snapshot.waitingFor === null;
}
