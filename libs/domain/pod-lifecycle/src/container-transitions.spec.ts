import { expect, test } from 'vitest';
import type { ContainerReport } from './container-runtime.ts';
import type { ExitedState, RunningState, StartingState } from './container-state.ts';
import { afterFailedStart, afterStart, shownContainer, withReport, withStop } from './container-transitions.ts';

const report = (attempt: number, state: ContainerReport['state'], more: Partial<ContainerReport> = {}): ContainerReport => ({
  ...{ id: `main-${attempt}`, sandboxId: 'sandbox-1', name: 'main', attempt, image: 'busybox:1.36', imageId: 'sha256:1', createdAt: 0 },
  state,
  ...more,
});
const starting: StartingState = { type: 'starting', history: { nextAttempt: 1 }, ended: report(0, 'exited'), resources: {} };
const running: RunningState = { type: 'running', history: { nextAttempt: 1 }, report: report(0, 'running') };

test('an attempt that exits during its start has exited once the start returns', () => {
  const exited = withReport(withReport(starting, report(1, 'running')), report(1, 'exited', { exitCode: 1 }));
  expect(exited).toMatchObject({ type: 'starting', report: { attempt: 1, state: 'exited' } });
  expect(afterStart(exited as StartingState)).toEqual({
    type: 'exited',
    history: { nextAttempt: 2, previous: report(0, 'exited') },
    report: report(1, 'exited', { exitCode: 1 }),
  });
});

test('a start that fails before an attempt exists leads back to the former attempt, until the retry', () => {
  expect(afterFailedStart(starting, 10_000)).toEqual({
    type: 'exited',
    history: { nextAttempt: 1 },
    report: report(0, 'exited'),
    retryAt: 10_000,
  });
  const first: StartingState = { type: 'starting', history: { nextAttempt: 0 }, resources: {} };
  expect(afterFailedStart(first, 10_000)).toEqual({ type: 'waiting', history: { nextAttempt: 0 }, retryAt: 10_000 });
});

test('a restart reason survives the exit, and ends with the next start', () => {
  const stopping = withStop({ ...running, replaced: true }, { requestedAt: 0, graceMs: 30_000 });
  const exited = withReport(stopping, report(0, 'exited')) as ExitedState;
  expect(exited).toMatchObject({ type: 'exited', replaced: true, stop: { graceMs: 30_000 } });
  expect(afterStart({ ...starting, ended: exited.report, report: report(1, 'running') })).not.toHaveProperty('replaced');
});

test.each([
  ['an older attempt', report(0, 'exited')],
  ['a created attempt', report(2, 'created')],
])('a report of %s changes nothing', (_, late) => {
  const state: RunningState = { type: 'running', history: { nextAttempt: 2 }, report: report(1, 'running') };
  expect(withReport(state, late)).toBe(state);
});

test('an exited attempt never runs again', () => {
  const state: ExitedState = { type: 'exited', history: { nextAttempt: 1 }, report: report(0, 'exited') };
  expect(withReport(state, report(0, 'running'))).toBe(state);
});

test('statuses show the attempt before a hidden one', () => {
  const hidden: StartingState = { ...starting, report: report(1, 'running'), postStart: 'running' };
  expect(shownContainer(hidden)).toEqual(starting);
  const failed: RunningState = {
    type: 'running',
    history: { nextAttempt: 2, previous: report(0, 'exited') },
    report: report(1, 'running'),
    postStartFailed: true,
  };
  expect(shownContainer(failed)).toEqual({ type: 'exited', history: { nextAttempt: 2 }, report: report(0, 'exited') });
  expect(shownContainer(running)).toBe(running);
});
