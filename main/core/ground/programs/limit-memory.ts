import { Worker } from 'node:worker_threads';

/**
 * Ends this process by force once it holds more than so many bytes: what was asked of it is refused, and the machine goes on. A thread of its own looks,
 * so that work which keeps the others busy is ended, too.
 */
export function limitMemory(maxBytes: number): void {
  const watch = `setInterval(() => {
    if (process.memoryUsage.rss() > ${maxBytes}) process.kill(process.pid, 'SIGKILL');
  }, 50);`;
  new Worker(watch, { eval: true }).unref();
}
