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
  expect(activity.state()).toEqual({ epoch: 2, holds: 1, idle: false, reasons: new Map([['append', 1]]) });
  second();
  expect(activity.state()).toEqual({ epoch: 2, holds: 0, idle: true, reasons: new Map() });
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
  await expect(activity.admit('http', stop)).rejects.toThrow(StoppedError);
  expect(activity.state().holds).toBe(0);
  activity.gate(true);
  expect(activity.state().holds).toBe(1);
  (await admitted)();
  expect(activity.state().holds).toBe(0);
});

it('a gate that is opened and closed at once lets in who waits, and nobody who comes later', async () => {
  const { activity } = byHand();
  activity.gate(false);
  const first = activity.admit('http', new StopSource());
  activity.gate(true);
  activity.gate(false);
  const second = activity.admit('http', new StopSource());
  expect(activity.state().holds).toBe(1);
  (await first)();
  expect(activity.state().holds).toBe(0);
  activity.gate(true);
  (await second)();
});

it('says that somebody waits at the gate, and nothing while it is open', async () => {
  const { activity } = byHand();
  let knocks = 0;
  const cancel = activity.onWaiting(() => (knocks += 1));
  (await activity.admit('http', new StopSource()))();
  expect(knocks).toBe(0);
  activity.gate(false);
  void activity.admit('http', new StopSource());
  void activity.admit('http', new StopSource());
  expect(knocks).toBe(2);
  cancel();
  void activity.admit('http', new StopSource());
  expect(knocks).toBe(2);
});
