import { expect, test } from 'vitest';
import { CountingActivity } from './activity.ts';
import { StoppedError, StopSource } from './stop-signal.ts';

/** Activity with manual host turns. */
function byHand() {
  const turns: (() => void)[] = [];
  const activity = new CountingActivity((then) => void turns.push(then));
  return { activity, turn: () => turns.splice(0).forEach((then) => void then()) };
}

test('an activity is idle after its last hold; a second release has no effect', () => {
  const { activity } = byHand();
  const first = activity.hold('append');
  const second = activity.hold('append');
  first();
  first();
  expect(activity.state()).toEqual({ epoch: 2, holds: 1, idle: false, reasons: new Map([['append', 1]]) });
  second();
  expect(activity.state()).toEqual({ epoch: 2, holds: 0, idle: true, reasons: new Map() });
});

test('an activity reports idle one turn later, and only without new work in between', () => {
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

test('an activity holds until tracked I/O settles, also after a failure', async () => {
  const { activity } = byHand();
  const failed = activity.track('read', Promise.reject(new Error('disk')));
  expect(activity.state().reasons).toEqual(new Map([['read', 1]]));
  await expect(failed).rejects.toThrow('disk');
  expect(activity.state().idle).toBe(true);
});

test('an opened gate admits waiting work, except stopped work', async () => {
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

test('a gate opened and closed at once admits waiting work only', async () => {
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

test('an activity reports work at a closed gate, and none at an open one', async () => {
  const { activity } = byHand();
  let waits = 0;
  const cancel = activity.onWaiting(() => (waits += 1));
  (await activity.admit('http', new StopSource()))();
  expect(waits).toBe(0);
  activity.gate(false);
  void activity.admit('http', new StopSource());
  void activity.admit('http', new StopSource());
  expect(waits).toBe(2);
  cancel();
  void activity.admit('http', new StopSource());
  expect(waits).toBe(2);
});
