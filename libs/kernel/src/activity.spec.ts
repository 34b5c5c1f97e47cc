import { expect, it } from 'vitest';
import { CountingActivity } from './activity.ts';
import { StoppedError, StopSource } from './stop-signal.ts';

/** An activity whose host turns are taken by hand. */
function byHand() {
  const turns: (() => void)[] = [];
  const activity = new CountingActivity((then) => void turns.push(then));
  return { activity, turn: () => turns.splice(0).forEach((then) => void then()) };
}

it('is idle when every hold is over; ending one twice does nothing', () => {
  const { activity } = byHand();
  const first = activity.hold('append');
  const second = activity.hold('append');
  first();
  first();
  expect(activity.state()).toEqual({ epoch: 2, holds: 1, admitted: 0, idle: false, reasons: new Map([['append', 1]]) });
  second();
  expect(activity.state()).toEqual({ epoch: 2, holds: 0, admitted: 0, idle: true, reasons: new Map() });
});

it('reports that it is idle a turn later, and only if nothing began meanwhile', () => {
  const { activity, turn } = byHand();
  let reports = 0;
  activity.onIdle(() => (reports += 1));
  activity.hold('read')();
  activity.hold('read')();
  expect(reports).toBe(0);
  turn();
  expect(reports).toBe(1);
  activity.hold('read')();
  const held = activity.hold('write');
  turn();
  expect(reports).toBe(1);
  held();
});

it('holds until tracked I/O settles, also when it fails', async () => {
  const { activity } = byHand();
  const failed = activity.track('read', Promise.reject(new Error('disk')));
  expect(activity.state().reasons).toEqual(new Map([['read', 1]]));
  await expect(failed).rejects.toThrow('disk');
  expect(activity.state().idle).toBe(true);
});

it('lets work from outside in when the gate opens, and none that was stopped', async () => {
  const { activity } = byHand();
  activity.gate(false);
  const stop = new StopSource();
  const admitted = activity.admit('http', new StopSource());
  const stopped = activity.admit('http', stop);
  stop.stop();
  await expect(stopped).rejects.toThrow(StoppedError);
  expect(activity.state().holds).toBe(0);
  activity.gate(true);
  const release = await admitted;
  expect(activity.state().holds).toBe(1);
  release();
});

it('reports that only work from outside is left, and again when that is over', async () => {
  const { activity, turn } = byHand();
  const reports: unknown[] = [];
  activity.onIdle(() => {
    const { holds, admitted, idle } = activity.state();
    reports.push({ holds, admitted, idle });
  });
  const request = await activity.admit('http', new StopSource());
  activity.hold('append')();
  turn();
  request();
  request();
  turn();
  expect(reports).toEqual([
    { holds: 1, admitted: 1, idle: false },
    { holds: 0, admitted: 0, idle: true },
  ]);
});

it('closes the gate again on what it had woken but not yet let in', async () => {
  const { activity } = byHand();
  activity.gate(false);
  const admitted = activity.admit('http', new StopSource());
  activity.gate(true);
  activity.gate(false);
  await Promise.resolve();
  await Promise.resolve();
  expect(activity.state().holds).toBe(0);
  activity.gate(true);
  (await admitted)();
  expect(activity.state().holds).toBe(0);
});
