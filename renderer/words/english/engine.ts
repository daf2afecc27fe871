export const engine = {
  starting: 'The engine is starting …',
  restarting: 'The engine stopped and is being started again. Your photos are safe.',
  stopped: (reason: string): string => `The engine is not running. ${reason}`,
  ready: 'The engine is running again.',
  lost: 'The connection to Telewide closed. Trying again …',
  stoppedJob: 'The engine stopped and was started again.',
};
