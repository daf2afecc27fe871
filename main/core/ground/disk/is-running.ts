/** Whether a process with this id runs. Signal 0 is sent to nobody; it fails with EPERM for a process of another user, which runs too. */
export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
