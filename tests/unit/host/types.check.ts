/** Checked by the compiler, never run: wrong calls and missing methods must not compile. */
import type { CoreConnection, ShellMethodName } from '#contract/api';
import type { Core, MethodTable } from '#core/core';

declare const connection: CoreConnection;
declare const core: Core;

// @ts-expect-error unknown method
void connection.call('nope', {});
// @ts-expect-error wrong parameter name
void connection.call('jobs.cancel', { id: 'x' });
// @ts-expect-error a misspelt event
connection.on('job.change', () => undefined);
// @ts-expect-error the core does not tell of its own process
core.on('engine.changed', () => undefined);
// @ts-expect-error two methods are missing
export const incomplete: MethodTable<ShellMethodName> = {
  'shell.describe': async () => ({ kind: 'web', version: '1', platform: 'x' }),
};
// @ts-expect-error photos come in by photos.add alone
void connection.call('project.edit', { command: { name: 'add-photos', photos: [], pairs: [] } });

void connection.call('photos.add', { paths: ['a'] }).then((started) => started.jobId satisfies string);
void core.call['jobs.list']({}).then((jobs) => jobs[0]?.state.name);
